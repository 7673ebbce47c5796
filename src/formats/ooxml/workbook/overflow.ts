import type { CellStyle } from '../../xlsx/styles.js';
import type { Range } from './references.js';
import type { ColumnSpan, SheetFeatures } from './sheet-features.js';
import type { RowElement } from './sheet-walk.js';

/**
 * Says where a text does not fit into its cell as it is shown; null where it does. Heights are the buyer's and are never
 * changed. An estimate: a character is taken for as wide as a digit, a line for as high as the sheet's own.
 *
 * @param merge the cells that are merged with it
 */
export function overflowOf(
  text: string,
  style: CellStyle,
  { column, row, merge }: { column: number; row: RowElement | null; merge: Range | null },
  features: SheetFeatures,
): string | null {
  const width = widthOf(merge?.left ?? column, merge?.right ?? column, features);
  const lines = text.split('\n');
  if (!style.wraps) {
    if (lines.length === 1) return null;
    return `The text has ${lines.length} lines, but the cell does not wrap; make the row higher to read it.`;
  }
  const needed = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
  // A row without a height of its own grows with its text when the workbook is opened; a merged cell never does.
  const rows = merge ? merge.bottom - merge.top + 1 : 1;
  const height = row?.height ?? (merge ? features.defaultRowHeight : null);
  if (height === null) return null;
  const room = Math.max(1, Math.floor((height * rows) / features.defaultRowHeight + 0.2));
  return needed > room
    ? `The text needs about ${needed} lines and the cell shows ${room}; make the row higher to read it.`
    : null;
}

function widthOf(left: number, right: number, { columns, defaultColumnWidth }: SheetFeatures): number {
  let width = 0;
  for (let column = left; column <= Math.min(right, left + 100); column++)
    width += columnAt(columns, column)?.width ?? defaultColumnWidth;
  return Math.max(1, Math.floor(width));
}

export const columnAt = (columns: readonly ColumnSpan[], column: number): ColumnSpan | null =>
  columns.find(({ from, to }) => column >= from && column <= to) ?? null;
