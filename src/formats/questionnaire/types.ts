/** Where the answers of a region stand: on the row of their question, or in the cell below it. */
export type Layout = 'ROWS' | 'BELOW';

/** A column of check marks: an X in it says its option, and the other columns of the row are empty then. */
export interface MarkColumn {
  column: string;
  option: string;
}

/** The columns of a region by their letters; null where it has none of the kind. */
export interface RegionColumns {
  number: string | null;
  question: string;
  section: string | null;
  guidance: string | null;
  /** Null where the answer is a mark in one of several columns. */
  answer: string | null;
  comment: string | null;
  evidence: string | null;
}

/** A part of a sheet whose rows ask and are answered alike. */
export interface Region extends RegionColumns {
  /** The sheet's name, exactly. */
  sheet: string;
  /** "A5:J14" */
  range: string;
  layout: Layout;
  marks: MarkColumn[];
  /** What stands above the answers. */
  heading: string | null;
  /** What may be chosen, where it is the same in all of its cells. */
  options: string[];
  /** 0 to 1. */
  confidence: number;
}

/** What a form asks, with the cells that its answer goes into. */
export interface FormQuestion {
  /** Null in a form that is a Word document. */
  sheet: string | null;
  /** The cell of the question: "C5"; in a Word document its place. */
  reference: string;
  text: string;
  number: string | null;
  section: string | null;
  /** What stands above the answer, where a row is answered several times; the question that a part belongs to. */
  context: string | null;
  guidance: string | null;
  /** Empty where any text may be written. */
  options: string[];
  /** There is a list, but only the buyer's program can work out what it allows. */
  listUnknown: boolean;
  /** The cell of the answer: "F5"; null where it is marked. */
  answer: string | null;
  comment: string | null;
  evidence: string | null;
  marks: { reference: string; option: string; mark: string }[];
  /** The cell takes numbers alone. */
  isNumber: boolean;
  /** What stands in the answer's cell already, and is no placeholder. */
  filled: string | null;
  filledComment: string | null;
}

/** What was found in a workbook, and how sure that is. */
export interface Mapping {
  regions: Region[];
  /** 0 to 1: of the regions, by how much they ask. */
  confidence: number;
}
