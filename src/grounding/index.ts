export {
  type AnswerSentence,
  byEngine,
  rewritten,
  sentencesOfAnswer,
  unsupportedIn,
} from './answer-sentences.js';
export {
  confidenceOf,
  featuresOf,
  type Grounds,
  INSUFFICIENT_AT_MOST,
  LACKING_AT_MOST,
  type Picked,
} from './confidence.js';
export {
  type ConfidenceCurve,
  type CurveBand,
  type CurveSubject,
  confidenceCurve,
} from './confidence-curve.js';
export { announces, isItem, listAround, turnsMeaning, withContext } from './context.js';
export { agree, differenceOf, type Reading, readingOf } from './differ.js';
export {
  CONTRADICTORY,
  foundIn,
  missingPart,
  NOT_SUFFICIENT,
  NOTHING_FOUND,
  nearestPassage,
  notAnswered,
  SOURCES_DIFFER,
  saysContradictory,
  saysNothing,
  whatDiffers,
  whatWasFound,
} from './engine-texts.js';
export { factsOf } from './facts.js';
export { isGround, unitsIn } from './grounds.js';
export { harmless } from './harmless.js';
export { type KeptSource, keptSource } from './kept-source.js';
export { cited, inQuoteBlock, renumbered } from './markers.js';
export { type DraftedSource, findQuote, sourceOf } from './quotes.js';
export { heldBy, saidIn } from './said.js';
export { nearlyExactQuestion, sameQuestion, topicStems } from './same-question.js';
export { bareText, statementsOf } from './statements.js';
export { type SentenceSupport, supportOf } from './support.js';
export { labelColumn, rowText, type Table, type TableRow, verdictOf } from './tables.js';
export { type Quote, stemsIn, type Unit, unitsOf } from './units.js';
