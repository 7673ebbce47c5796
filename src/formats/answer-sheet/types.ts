/** One answer as a row of a workbook that people fill in offline. */
export interface AnswerRow {
  /** Says which answer it is; the same when the workbook comes back. */
  key: string;
  number: string | null;
  question: string;
  answer: string;
  comment: string;
  sources: string;
  status: string;
}

/** What of a row may be changed in the workbook; the rest is there to read. */
export const EDITABLE = ['answer', 'comment'] as const;
export type EditableField = (typeof EDITABLE)[number];

/** A row of a workbook that came back. */
export interface ReturnedRow {
  /** 1-based row of the sheet. */
  row: number;
  key: string;
  answer: string;
  comment: string;
  /** What identifies the texts as they were exported; null where they were too long for a cell. */
  exported: Record<EditableField, string | null>;
}

export interface AnswerChange {
  key: string;
  row: number;
  field: EditableField;
  /** What stands in the workflow now, and in the workbook. */
  before: string;
  after: string;
}

export interface AnswerSheetDiff {
  /** Changed in the workbook alone. */
  changes: AnswerChange[];
  /** Changed in the workbook and in the workflow since it was exported, and not to the same. */
  conflicts: AnswerChange[];
  /** Rows that say nothing that can be taken over, and why. */
  problems: { row: number; reason: string }[];
}
