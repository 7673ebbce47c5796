import { contentStems, GENERIC_STEMS, topicWords } from '../../../knowledge/index.js';
import { draftByRules } from '../../../rfp/index.js';
import { wordCount } from '../../markdown.js';
import { missesPrice } from '../../prices.js';
import { type SectionSource, sectionSource } from '../../sources.js';
import type { Lookup, SectionInput } from './types.js';

/** A quote whose passage is this much weaker than the best one is about something else. */
const NEAR_BEST = 0.7;
/** So many of the words asked for tell that a passage is about them, where its heading does not. */
const TELLING = 3;
/** Shorter quotes are labels and items without their list. */
const FEWEST_WORDS = 7;

type Drafting = Pick<SectionInput, 'clientName' | 'industry' | 'needsInputBelow'>;

/** A look-up, answered by rules as a question of an RFP is. */
export const draftFor = (
  { query, passages }: Lookup,
  { clientName, industry, needsInputBelow }: Drafting,
): ReturnType<typeof draftByRules> =>
  draftByRules({
    question: query,
    kind: 'question',
    section: null,
    context: null,
    guidance: null,
    clientName,
    industry,
    passages,
    needsInputBelow,
  });

/**
 * What answers a look-up, as an answer to an RFP is composed by rules, without the quotes that stand apart from the
 * others. What nobody asked for in particular is held to more: its passage must be about it by its heading, or by
 * what it says, since a topic of few words is soon found somewhere.
 * @returns null where the knowledge base has no sufficient answer
 */
export function quotesFor(
  lookup: Lookup,
  input: Drafting,
): { sources: SectionSource[]; confidence: number } | null {
  const { query, requirement } = lookup;
  const draft = draftFor(lookup, input);
  if (draft.status === 'NEEDS_INPUT') return null;
  const fitting = draft.sources.filter(({ text }) => !missesPrice(query, text));
  const best = Math.max(...fitting.map(({ score }) => score));
  const near = fitting.filter(({ score }) => score >= best * NEAR_BEST);
  const whole = near.filter(({ text }) => near.length === 1 || wordCount(text) >= FEWEST_WORDS);
  const kept = requirement === null ? whole.filter((source) => isAbout(query, source)) : whole;
  return kept.length > 0 ? { sources: kept.map(sectionSource), confidence: draft.confidence } : null;
}

function isAbout(
  query: string,
  { title, section, text }: { title: string; section: string | null; text: string },
): boolean {
  const asked = [...contentStems(topicWords(query).join(' '))].filter((stem) => !GENERIC_STEMS.has(stem));
  if (asked.length === 0) return false;
  const heading = contentStems(`${title} ${section?.split(' > ').at(-1) ?? ''}`);
  if (asked.some((stem) => heading.has(stem))) return true;
  const said = contentStems(text);
  return asked.filter((stem) => said.has(stem)).length >= Math.min(TELLING, asked.length);
}
