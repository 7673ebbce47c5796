import type { Span } from '../formats/types.js';

/** What a piece of a document is for the one who has to answer it. */
export type UnitLabel = 'question' | 'requirement' | 'instruction' | 'context' | 'furniture';

/**
 * The smallest thing that is labelled: a sentence, a list item or a table cell. Units cover every block
 * without overlap, so that it can be proven what was taken and what was left.
 */
export interface Unit extends Span {
  /** 0-based place in the document; this is the number a model is shown and returns. */
  index: number;
  /** `position` of the block it lies in. */
  block: number;
  /** Verbatim: `document.text.slice(start, end)`. */
  text: string;
  page: number | null;
}

export interface LabelledUnit extends Unit {
  label: UnitLabel;
}

/** One thing the vendor must answer or comply with, quoted verbatim from the source. */
export interface ExtractedQuestion extends Span {
  kind: 'question' | 'requirement' | 'instruction';
  /** Verbatim: `document.text.slice(start, end)`. */
  text: string;
  /** Literal number in the source ("3.2.1"), where it has one. */
  number: string | null;
  /** Title of the innermost section heading above it. */
  section: string | null;
  /** The stem of the list it belongs to ("The System must:") or the header of its column, where there is one. */
  context: string | null;
  page: number | null;
  /** `position` of the block it lies in. */
  block: number;
}

export interface Extraction {
  units: LabelledUnit[];
  questions: ExtractedQuestion[];
  /** Distinct section titles that hold a question, in document order. */
  sections: string[];
}
