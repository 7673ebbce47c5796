import type { ExtractedQuestion } from '../extraction-types.js';

/** Fewer copies in a row than this may be chance: two factors may have the same page limit. */
const SHORTEST_COPY = 4;

/** The words of a text without the letter or number that a copy may have put before it ("a The system shall …"). */
const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .join(' ')
    .replace(/^(?:(?:[a-z]|[ivx]{2,4}|\d{1,2}) )+/, '');

/**
 * Drops items that restate earlier ones word for word, where a whole run of them does so in the same order, as an
 * evaluation checklist does at the end of a specification. A single repetition stays: it may be asked anew.
 */
export function dropRestatements(questions: ExtractedQuestion[]): ExtractedQuestion[] {
  const seen = new Map<string, number>();
  const earlier = questions.map(({ text }, at) => {
    const words = wordsOf(text);
    const first = seen.get(words);
    if (first === undefined) seen.set(words, at);
    return first ?? null;
  });
  const copies = new Set<number>();
  let run: number[] = [];
  const close = () => {
    if (run.length >= SHORTEST_COPY) for (const at of run) copies.add(at);
    run = [];
  };
  for (const [at, first] of earlier.entries()) {
    const previous = run.length > 0 ? earlier[run.at(-1)!]! : -1;
    if (first === null || first <= previous) close();
    if (first !== null) run.push(at);
  }
  close();
  return questions.filter((_, at) => !copies.has(at));
}
