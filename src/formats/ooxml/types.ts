/** What a cell holds; null is empty. */
export type CellValue = string | number | boolean | null;

export const OUTCOMES = ['WRITTEN', 'REFUSED', 'UNCHANGED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a place was not written. */
export const REFUSALS = [
  'FORMULA',
  'MERGED',
  'LOCKED',
  'TABLE_HEADER',
  'PIVOT_TABLE',
  'RICH_VALUE',
  'NOT_AN_OPTION',
  'OPTIONS_UNKNOWN',
  'OUT_OF_BOUNDS',
  'TOO_LONG',
  'NO_SUCH_SHEET',
  'NO_SUCH_PLACE',
  'HIDDEN_SHEET',
  'DUPLICATE',
  'GIVEN_TWICE',
  'NOT_A_VALUE',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What became of one edit. */
export interface ReturnLine {
  /** As Excel writes it ('Sheet 1'!B12), or the place of a form's control. */
  place: string;
  /** Cells only. */
  sheet: string | null;
  ref: string | null;
  before: CellValue;
  /** What stands there now: for a list the option's exact text. */
  after: CellValue;
  outcome: Outcome;
  code: Refusal | null;
  /** A sentence for people; set where the edit was refused. */
  reason: string | null;
  /** What a list allows, where the value is none of it. */
  options: string[] | null;
  /** A sentence for people on what was written: it does not fit, the sheet is hidden. */
  warning: string | null;
}

/** A part of the package that is not as it was, and why. */
export interface ChangedPart {
  part: string;
  why: 'ANSWERS' | 'RECALCULATION' | 'BOUND_DATA';
}

export interface ReturnedFile {
  /** The very bytes that were given where nothing was written. */
  file: Uint8Array;
  /** One line an edit, in the order of the edits. */
  report: ReturnLine[];
  /** Every other part is identical to the byte. */
  changedParts: ChangedPart[];
  /** On the file as a whole. */
  warnings: string[];
}

/** What one edit comes to, before it is written. */
export type Decision =
  | { outcome: 'WRITTEN'; value: CellValue; warning: string | null }
  | { outcome: 'UNCHANGED' }
  | { outcome: 'REFUSED'; code: Refusal; reason: string; options?: string[] };

export const refused = (code: Refusal, reason: string, options?: string[]): Decision => ({
  outcome: 'REFUSED',
  code,
  reason,
  ...(options && { options }),
});
