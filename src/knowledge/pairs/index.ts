export { type AnsweredText, answeredText } from './running-text.js';
export { type Pair, type PairSheet, pairsOf, readsAsQuestion } from './sheet.js';
