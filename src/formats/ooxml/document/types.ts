import type { Node } from './part-tree.js';

export const CONTROL_KINDS = ['TEXT', 'DROPDOWN', 'COMBO', 'DATE', 'CHECKBOX'] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** A content control or a form field of a Word document. */
export interface FormControl {
  /** Names it in an edit. */
  place: string;
  kind: ControlKind;
  source: 'CONTENT_CONTROL' | 'FORM_FIELD';
  title: string | null;
  tag: string | null;
  /** True or false for a check box; null where nobody entered anything. */
  value: string | boolean | null;
  options: string[] | null;
  /** The document does not let it be changed. */
  locked: boolean;
  /** What it holds is kept in a part of data as well. */
  bound: boolean;
  /** What stands before and after it in its paragraph, or in the paragraph before where that is empty. */
  before: string;
  after: string;
  /** The place of the table cell that it stands in. */
  cell: string | null;
}

/** A label within a cell, with room behind it: "Name: ____". */
export interface FormSubAnswer {
  place: string;
  label: string;
  /** Empty where nothing stands there but a line to write on. */
  value: string;
}

export interface FormTableCell {
  place: string;
  text: string;
  /** 1-based column of the grid, and how many it goes over. */
  column: number;
  span: number;
  /** An edit may put text into it: it continues no other cell and holds no table and no control. */
  writable: boolean;
  answers: FormSubAnswer[];
}

export interface FormTable {
  rows: FormTableCell[][];
}

/** A Word document as a form that somebody fills in. */
export interface DocumentForm {
  controls: FormControl[];
  /** Those of the body, in order, with tables within tables. */
  tables: FormTable[];
  signed: boolean;
  /** Only controls may be filled in, or nothing at all. */
  isProtected: boolean;
}

/** A control with what writing it needs. */
export interface FoundControl extends Omit<FormControl, 'before' | 'after' | 'cell'> {
  part: string;
  /** The content control, or the first run of a field. */
  node: Node;
  /** Of a field: its runs between the two ends, those that show its result; and the last one. */
  field: { result: Node[]; last: Node; separated: boolean; instruction: Node | null } | null;
  /** Shows a prompt that goes once something is entered. */
  prompting: boolean;
  refusal: { code: 'LOCKED' | 'FORMULA' | 'RICH_VALUE'; reason: string } | null;
}
