export { diffAnswerSheet } from './diff.js';
export { readAnswerSheet } from './read.js';
export {
  type AnswerChange,
  type AnswerRow,
  type AnswerSheetDiff,
  EDITABLE,
  type EditableField,
  type ReturnedRow,
} from './types.js';
export { writeAnswerSheet } from './write.js';
