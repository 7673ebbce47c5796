import type { Rectangle } from '../places.js';

/** A piece of text set in one go, in points from the top left corner of the page as it is seen. */
export interface Run {
  text: string;
  x0: number;
  x1: number;
  /** Baseline, downwards. */
  y: number;
  size: number;
  bold: boolean;
  /** Marked by the producer as page furniture. */
  artifact: boolean;
  /** Which marked-content sequence of the page it belongs to; producers put a paragraph's text into one. */
  mark: string | null;
  /** Structure tag of that sequence ("P", "H1", "LBody"), where there is one. */
  tag: string | null;
  /** Whether it was filled in: into a field of a form, or as a note put on the page. */
  entered?: boolean;
  /** Left and right edges of its words, one after another; where they are not told, by their share of its letters. */
  edges?: number[];
  /** Where all of it stands, where that is not told by the rest: text set at an angle, recognised words. */
  box?: Rectangle;
}

/** Runs on one baseline, split where a wide gap sets them apart. */
export interface Segment {
  text: string;
  x0: number;
  x1: number;
  runs: Run[];
}

/** A line of text in reading order. */
export interface Line {
  kind: 'line';
  text: string;
  segments: Segment[];
  x0: number;
  x1: number;
  y: number;
  size: number;
  bold: boolean;
  /** Whether it starts with a bold label such as "Date:". */
  labelled: boolean;
  artifact: boolean;
  mark: string | null;
  tag: string | null;
  page: number;
  /** Right edge of the column it stands in. */
  right: number;
  /** Whether it is set upright; side notes and stamps are not. */
  upright: boolean;
  /** Whether all of it was filled in. */
  entered: boolean;
  /** Whether its last hyphen is one that shows only at the end of a line, or it has such a one within, where none shows. */
  soft: 'end' | 'within' | null;
}

/** A row of a ruled table; cells in column order. */
export interface Row {
  kind: 'row';
  page: number;
  cells: string[];
  /** The lines that the cells are made of. */
  lines: Line[][];
  bold: boolean;
  y: number;
  /** Left edges of its table's columns: a table that goes on over the page has the same. */
  columns: number[];
  /** Which table of the page. */
  table: number;
}

export type Item = Line | Row;

export interface Page {
  number: number;
  width: number;
  height: number;
  /** Its size as it is seen, where it was turned to be read. */
  seen?: { width: number; height: number };
  items: Item[];
}

/** A straight line that is drawn on the page. */
export interface Ruling {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export const median = (values: number[]): number => {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
};
