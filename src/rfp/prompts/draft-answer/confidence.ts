export interface Grounds {
  /** The best score among the quoted passages, 0 to 1. */
  score: number;
  /** Share of what is asked that the quotes speak of, 0 to 1. */
  coverage: number;
  /** Similarity to the stored question whose approved answer is given, 0 to 1; null where the text was composed. */
  sameQuestion: number | null;
  /** Share of the quotes named in support that are not in their passages, 0 to 1. */
  dropped: number;
  /** Share of the sentences that a quote supports, 0 to 1; 1 where none claims anything. See `supportOf`. */
  supported: number;
  /** Whether the evidence answers the question, as far as the one who drafted can tell. */
  sufficient: boolean;
}

/** Nobody has read a composed text yet, so it is never as sure as an answer that people approved before. */
export const COMPOSED_AT_MOST = 0.85;
export const INSUFFICIENT_AT_MOST = 0.3;

/**
 * How far a draft may be trusted before a person has read it, 0 to 1, two decimals.
 *
 * - An approved answer to the same question: 0.6 + 0.35 × similarity.
 * - A composed text: the geometric mean of retrieval score and coverage, at most 0.85. Neither makes up for the other:
 *   the right document that does not speak of the point is no evidence, nor are the right words in a wrong place.
 * - Quotes that turned out not to exist take away up to half.
 * - Insufficient evidence: at most 0.3. None: 0.
 */
export function confidenceOf({ score, coverage, sameQuestion, dropped, sufficient }: Grounds): number {
  const composed = Math.min(COMPOSED_AT_MOST, Math.sqrt(score * coverage));
  const grounded = sameQuestion === null ? composed : 0.6 + 0.35 * sameQuestion;
  const checked = grounded * (1 - dropped / 2);
  return Math.round(100 * (sufficient ? checked : Math.min(checked, INSUFFICIENT_AT_MOST))) / 100;
}
