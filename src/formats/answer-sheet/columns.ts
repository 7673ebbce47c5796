import { createHash } from 'node:crypto';
import { inertCell } from '../../platform/text/csv-cell.js';
import { holdable } from '../ooxml/package/xml-text.js';

export const COLUMNS = {
  number: 'Number',
  question: 'Question',
  answer: 'Answer',
  comment: 'Comment',
  sources: 'Sources',
  status: 'Status',
  key: 'Key (do not change)',
  exported: 'As exported (do not change)',
} as const;
export type Column = keyof typeof COLUMNS;

/** A text as a cell holds it: never one that a spreadsheet would calculate, also after it was saved as something else. */
export const cellOf = (text: string): string => inertCell(holdable(text));

/** The text that `cellOf` made a cell of. */
export const textOfCell = (cell: string): string =>
  cell.startsWith("'") && inertCell(cell.slice(1)) === cell ? cell.slice(1) : cell;

/** Identifies a text, whatever a spreadsheet does to white space at its ends. */
export const fingerprintOf = (text: string): string =>
  createHash('sha256').update(holdable(text).trim()).digest('base64url').slice(0, 16);
