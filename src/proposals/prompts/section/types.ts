import type { Hit } from '../../../knowledge/index.js';
import type { SectionSource } from '../../sources.js';

/** One thing that was asked of the knowledge base for a section, and what it gave. */
export interface Lookup {
  query: string;
  /** The requirement it was asked for; null for what the section is about in general. */
  requirement: number | null;
  /** Best first. */
  passages: Hit[];
}

export interface SectionInput {
  title: string;
  purpose: string;
  /** Length to aim at. */
  words: number;
  clientName: string;
  industry: string | null;
  /** What a person asks of a new draft. */
  guidance: string | null;
  /** The requirements it takes up. */
  requirements: { position: number; text: string }[];
  lookups: Lookup[];
  /** What is trusted less than this, 0 to 1, is left to a person. */
  needsInputBelow: number;
}

export interface DraftedSection {
  /** Markdown. A marker [n] refers to the n-th source, from 1. */
  content: string;
  sources: SectionSource[];
  /** 0 to 1. */
  confidence: number;
  status: 'DRAFTED' | 'NEEDS_INPUT';
  /** Positions of the requirements that the draft answers from sources. */
  covered: number[];
}

/** The passages of all look-ups, each once, best first. */
export function passagesOf(lookups: readonly Lookup[]): Hit[] {
  const best = new Map<string, Hit>();
  for (const hit of lookups.flatMap(({ passages }) => passages))
    if (hit.score > (best.get(hit.passageId)?.score ?? -1)) best.set(hit.passageId, hit);
  return [...best.values()].sort((a, b) => b.score - a.score);
}
