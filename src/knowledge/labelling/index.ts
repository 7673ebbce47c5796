export { keepLabelling } from './keep-labelling.js';
export { labelPassages } from './label-passages.js';
