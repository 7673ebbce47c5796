import type { ExtractedQuestion } from '../extraction-types.js';
import type { Section } from './sections.js';

/** A question with the section it stands in: titles may come again. */
export interface Standing {
  question: ExtractedQuestion;
  section: Section | null;
}

/** Fewer copies in a row than this may be chance: two factors may have the same page limit. */
const SHORTEST_COPY = 4;

/** The words of a text without the letter or number that a copy may have put before it ("a The system shall …"). */
const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .join(' ')
    .replace(/^(?:(?:[a-z]|[ivx]{2,4}|\d{1,2}) )+/, '');

/**
 * Drops items that restate earlier ones word for word, where a whole run of them does so in the same order, as an
 * evaluation checklist does at the end of a specification. A single repetition stays: it may be asked anew. So do all
 * of a section that repeats one other section, as a questionnaire does that asks the same of a second product.
 */
export function dropRestatements(items: Standing[]): ExtractedQuestion[] {
  const seen = new Map<string, number>();
  const earlier = items.map(({ question }, at) => {
    const words = wordsOf(question.text);
    const first = seen.get(words);
    if (first === undefined) seen.set(words, at);
    return first ?? null;
  });
  const copies = new Set<number>();
  let run: number[] = [];
  const close = () => {
    if (run.length >= SHORTEST_COPY && !isAskedAnew(items, run, earlier))
      for (const at of run) copies.add(at);
    run = [];
  };
  for (const [at, first] of earlier.entries()) {
    const previous = run.length > 0 ? earlier[run.at(-1)!]! : -1;
    if (first === null || first <= previous) close();
    if (first !== null) run.push(at);
  }
  close();
  return items.filter((_, at) => !copies.has(at)).map(({ question }) => question);
}

/**
 * Whether each section of a run repeats one section and each of those is repeated by one, and its items are questions or
 * have numbers of their own: a checklist goes through a specification section by section, too.
 */
function isAskedAnew(items: Standing[], run: number[], earlier: (number | null)[]): boolean {
  const originals = new Map<Section, Section>();
  for (const at of run) {
    const { question, section } = items[at]!;
    const { question: first, section: original } = items[earlier[at]!]!;
    const isNumberedAnew = question.number !== null && question.number !== first.number;
    if (question.kind !== 'question' && !isNumberedAnew) return false;
    if (!section || !original || section === original || section.role === 'evaluation') return false;
    if ((originals.get(section) ?? original) !== original) return false;
    originals.set(section, original);
  }
  return new Set(originals.values()).size === originals.size;
}
