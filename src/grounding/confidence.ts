/** What tells how likely sentences that rules have picked are the right ones; each 0 to 1. */
export interface Picked {
  /** By what share the best quoted passage was found better than the best one that says something else. */
  lead: number;
  /** The log-odds by which the sentence that fits best was found to answer. */
  fit: number;
  /** Whether a cell of a table is quoted, and whether the question has all the words of its row and column. */
  isCell: boolean;
  isNamed: boolean;
  /** By how much it fits better than the best sentence that says something else, in log-odds. */
  margin: number;
}

export interface Grounds {
  /** The best score among the quoted passages, 0 to 1. */
  score: number;
  /** Share of what is asked that the quotes speak of, 0 to 1. */
  coverage: number;
  /** Null where a model has read the passages and chosen. */
  pick: Picked | null;
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
export const COMPOSED_AT_MOST = 0.9;
/**
 * What a model composed has not been measured. One that has read the passages, quotes them and says that they suffice is
 * taken for right about as often as is asked of a draft; where retrieval or coverage are weak, for no more than these.
 */
const UNMEASURED = { least: 0.75, most: 0.85, from: 0.3 };
export const INSUFFICIENT_AT_MOST = 0.3;
/** What says itself that a part is missing, or that sources differ, is no whole answer. */
export const LACKING_AT_MOST = 0.1;

/**
 * A logistic regression on whether an answer by rules answers, with no weight below 0. Fitted on the design part of
 * `bench/answers` as `npm run bench answers design -- --fit` does; how it holds on the other part is what `npm run bench answers`
 * prints. The constant, then a weight for each of `featuresOf`.
 */
const WEIGHTS = [-3.69, 1.85, 0.41, 0.69, 1.58, 1.38, 1.32];

/** What the confidence of an answer by rules is drawn from, in the order of the weights. */
export const featuresOf = ({ score, pick }: { score: number; pick: Picked }): number[] => [
  score,
  Math.max(-6, Math.min(6, pick.fit)),
  Math.max(0, Math.min(4, pick.margin)),
  pick.lead,
  Number(pick.isCell),
  Number(pick.isNamed),
];

/**
 * How far a draft may be trusted before a person has read it, 0 to 1, two decimals.
 *
 * - An approved answer to the same question: 0.6 + 0.35 × similarity.
 * - A text composed by rules: how often such texts hold the answer, as measured, at most 0.9.
 * - A text composed by a model: from the geometric mean of retrieval score and coverage, 0.75 to 0.85, less where that is
 *   below 0.3. Neither makes up for the other: the right document that does not speak of the point is no evidence, nor are
 *   the right words in a wrong place.
 * - Quotes that turned out not to exist take away up to half, and so do sentences that no quote supports.
 * - Insufficient evidence: at most 0.3. None: 0.
 */
export function confidenceOf(grounds: Grounds): number {
  const { sameQuestion, dropped, supported, sufficient } = grounds;
  const grounded = sameQuestion === null ? composed(grounds) : 0.6 + 0.35 * sameQuestion;
  const checked = grounded * (1 - dropped / 2) * (0.5 + supported / 2);
  return Math.round(100 * (sufficient ? checked : Math.min(checked, INSUFFICIENT_AT_MOST))) / 100;
}

function composed({ score, coverage, pick }: Grounds): number {
  if (pick === null) {
    const found = Math.sqrt(score * coverage);
    const { least, most, from } = UNMEASURED;
    return found < from ? found : least + ((most - least) * (found - from)) / (1 - from);
  }
  return Math.min(COMPOSED_AT_MOST, shareRight(featuresOf({ score, pick })));
}

const shareRight = (features: number[]) =>
  1 / (1 + Math.exp(-[1, ...features].reduce((sum, feature, i) => sum + feature * WEIGHTS[i]!, 0)));
