import type { Speaker, Stance } from '../knowledge/index.js';
import type { DraftedSource } from './quotes.js';

/** A quoted passage as it is stored with the text that it supports. */
export interface KeptSource {
  /** Verbatim. */
  text: string;
  /** 0 to 1. */
  score: number;
  source: string;
  section: string | null;
  /** 1-based. */
  page: number | null;
  /** UTF-16 offsets in the extracted text of its document; null where it has none. */
  start: number | null;
  end: number | null;
  knowledgeId: string | null;
  /** Who speaks in it and how it stands; null where that was not known when it was quoted. */
  speaker: Speaker | null;
  stance: Stance | null;
}

export const keptSource = (drafted: DraftedSource): KeptSource => {
  const { itemId: knowledgeId, text, score, source, section, page, start, end, speaker, stance } = drafted;
  return { text, score, source, section, page, start, end, knowledgeId, speaker, stance };
};
