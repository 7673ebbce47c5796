import { hashOf } from '../../platform/secrets/hash.js';

/** A pair as the library holds it: an item of its own, or a row of a question/answer sheet. */
export interface LibraryPair {
  passageId: string;
  itemId: string;
  question: string;
  /** Markdown. */
  answer: string;
}

export type FindingKind = 'duplicate' | 'contradiction';

/** Pairs that somebody should look at together. */
export interface LibraryFinding {
  /** Made of its kind and its pairs: the same finding has the same id, another pair makes it another one. */
  id: string;
  kind: FindingKind;
  /** A sentence for the user. */
  reason: string;
  /** How alike the pairs are, 0 to 1: their questions, for duplicates also their answers. */
  similarity: number;
  /** Two and more, at most `MOST_PAIRS`. */
  pairs: LibraryPair[];
}

/** More pairs of one finding are not listed; they come to light as the first ones are cleared. */
export const MOST_PAIRS = 50;

export function findingOf(
  kind: FindingKind,
  reason: string,
  similarity: number,
  pairs: LibraryPair[],
): LibraryFinding {
  const shown = pairs.slice(0, MOST_PAIRS);
  const ids = shown.map(({ passageId }) => passageId).sort();
  const id = hashOf([kind, reason, ids]).slice(0, 32);
  return { id, kind, reason, similarity: Math.round(100 * similarity) / 100, pairs: shown };
}

/** Those with most pairs first: clearing them helps most. Always the same order. */
export const inOrder = (a: LibraryFinding, b: LibraryFinding): number =>
  b.pairs.length - a.pairs.length || (a.id < b.id ? -1 : 1);
