export {
  type AnswerChange,
  type AnswerRow,
  type AnswerSheetDiff,
  diffAnswerSheet,
  EDITABLE,
  type EditableField,
  type ReturnedRow,
  readAnswerSheet,
  writeAnswerSheet,
} from './answer-sheet/index.js';
export { notDrawn } from './draw-page.js';
export { extractDocument, READER_VERSION } from './extract.js';
export { leftOutOf } from './find-left-out.js';
export { ALL_FORMATS } from './formats.js';
export { inspectDocument } from './inspect.js';
export { LEFT_OUT_KINDS, type LeftOut, type LeftOutKind } from './left-out.js';
export { type ExtractLimits, MAX_FILE_BYTES, MAX_PAGES } from './limits.js';
export {
  type CellEdit,
  type CellPlace,
  type CellValue,
  type ChangedPart,
  CONTROL_KINDS,
  type ControlEdit,
  type ControlKind,
  cellReference,
  type DocumentForm,
  type FormCell,
  type FormControl,
  type FormSubAnswer,
  type FormTable,
  type FormTableCell,
  OUTCOMES,
  type Outcome,
  parseCell,
  parseRange,
  patchDocument,
  patchWorkbook,
  type Range,
  REFUSALS,
  type Refusal,
  type ReturnedFile,
  type ReturnLine,
  rangeReference,
  readDocumentForm,
  readWorkbookForm,
  type SheetForm,
  type Validation,
  type WorkbookForm,
} from './ooxml/index.js';
export { type PageLayout, type Rectangle, rectanglesOf, wordsOf } from './places.js';
export {
  type Form,
  type FormFormat,
  type FormQuestion,
  type FormSheet,
  isAmong,
  type Layout,
  optionAs,
  type Region,
} from './questionnaire/index.js';
export { type ReceivedFile, receiveFile, safeFilename } from './receive-file.js';
export { DocumentSandbox, type SandboxOptions } from './sandbox.js';
export { type FormEdits, pack, unpack } from './sandbox-protocol.js';
export { sniffFormat } from './sniff.js';
export type {
  Block,
  BlockKind,
  ExtractedDocument,
  Furniture,
  Inspection,
  ReadDocument,
  SheetRow,
  SourceFormat,
  Span,
} from './types.js';
