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
