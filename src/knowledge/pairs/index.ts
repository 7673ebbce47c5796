export { readsAsQuestion } from './question.js';
export { type AnsweredText, answeredText } from './running-text.js';
export { type Pair, type PairSheet, pairsOf } from './sheet.js';
