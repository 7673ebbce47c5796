export { labelPassages } from './label-passages.js';
