export { type Pair, type PairSheet, pairsOf, readsAsQuestion } from './sheet.js';
