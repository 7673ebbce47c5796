/** What tells how likely sentences that rules have picked are the right ones; each 0 to 1. */
export interface Picked {
  /** Whether one quoted passage speaks of all that is asked, with all that stands above it. */
  isWhole: boolean;
  /** Whether the passage quoted most answers this very question, as its stored question or heading and its title say. */
  isNamed: boolean;
  /** By what share the best quoted passage was found better than the best one that says something else. */
  lead: number;
  /** Whether all quotes are of one passage. */
  isSingle: boolean;
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
/** What a model composed has not been measured. */
const UNMEASURED_AT_MOST = 0.85;
export const INSUFFICIENT_AT_MOST = 0.3;

/**
 * A logistic regression on whether an answer by rules quotes the right passage, with no weight below 0. Fitted on a third
 * of the teams of the questionnaire and a third of XQuAD, a third of the answers withheld; the features were chosen on the
 * second third. How it holds on the last is what `npm run bench calibration` prints; with `-- --fit` it fits anew. The
 * constant, then a weight for each of `featuresOf`.
 */
const WEIGHTS = [-11.93, 3.23, 5.86, 5.28, 1.05, 6.26];

/**
 * What the confidence of an answer by rules is drawn from, in the order of the weights. Where nothing else comes near what
 * is quoted, it may leave something unsaid and be of several passages: nothing tells against it.
 */
export const featuresOf = ({ score, pick }: { score: number; pick: Picked }): number[] => [
  score,
  Math.max(Number(pick.isWhole), pick.lead),
  Math.max(Number(pick.isSingle), pick.lead),
  pick.lead,
  Number(pick.isNamed),
];

/**
 * How far a draft may be trusted before a person has read it, 0 to 1, two decimals.
 *
 * - An approved answer to the same question: 0.6 + 0.35 × similarity.
 * - A text composed by rules: how often such texts quote the right passage, as measured, at most 0.9.
 * - A text composed by a model: the geometric mean of retrieval score and coverage, at most 0.85. Neither makes up for
 *   the other: the right document that does not speak of the point is no evidence, nor are the right words in a wrong place.
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
  if (pick === null) return Math.min(UNMEASURED_AT_MOST, Math.sqrt(score * coverage));
  return Math.min(COMPOSED_AT_MOST, shareRight(featuresOf({ score, pick })));
}

const shareRight = (features: number[]) =>
  1 / (1 + Math.exp(-[1, ...features].reduce((sum, feature, i) => sum + feature * WEIGHTS[i]!, 0)));
