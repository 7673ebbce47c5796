export { type ControlEdit, patchDocument } from './document/patch-document.js';
export { readDocumentForm } from './document/read-document-form.js';
export {
  CONTROL_KINDS,
  type ControlKind,
  type DocumentForm,
  type FormControl,
  type FormSubAnswer,
  type FormTable,
  type FormTableCell,
} from './document/types.js';
export {
  type CellValue,
  type ChangedPart,
  OUTCOMES,
  type Outcome,
  REFUSALS,
  type Refusal,
  type ReturnedFile,
  type ReturnLine,
} from './types.js';
export { type CellEdit, patchWorkbook } from './workbook/patch-workbook.js';
export {
  type FormCell,
  readWorkbookForm,
  type SheetForm,
  type Validation,
  type WorkbookForm,
} from './workbook/read-workbook-form.js';
export {
  type CellPlace,
  cellReference,
  parseCell,
  parseRange,
  type Range,
  rangeReference,
} from './workbook/references.js';
