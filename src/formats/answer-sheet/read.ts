import { DomainError } from '../../platform/errors.js';
import { type FormCell, readWorkbookForm } from '../ooxml/index.js';
import { COLUMNS, type Column, textOfCell } from './columns.js';
import type { ReturnedRow } from './types.js';

const NEEDED: Column[] = ['answer', 'comment', 'key', 'exported'];

/**
 * Reads a workbook that `writeAnswerSheet` made and people changed. Rows and columns may have been moved, and others added.
 *
 * @throws DomainError `file-…`; `file-unsupported` where it is no such workbook
 */
export function readAnswerSheet(file: Uint8Array): ReturnedRow[] {
  for (const sheet of readWorkbookForm(file).sheets) {
    const rows = new Map<number, FormCell[]>();
    for (const cell of sheet.cells()) {
      if (cell.value === null) continue;
      const row = rows.get(cell.row);
      if (row) row.push(cell);
      else rows.set(cell.row, [cell]);
    }
    for (const [number, cells] of rows) {
      const columns = columnsOf(cells);
      if (columns)
        return [...rows].filter(([row]) => row > number).map(([row, values]) => rowOf(row, values, columns));
      if (number > 30) break;
    }
  }
  throw new DomainError(
    'file-unsupported',
    `The workbook is none that was exported here: no row names the columns ${NEEDED.map((column) => `“${COLUMNS[column]}”`).join(', ')}. Export the answers again and enter the changes there.`,
  );
}

function columnsOf(cells: readonly FormCell[]): Map<Column, number> | null {
  const columns = new Map<Column, number>();
  for (const name of NEEDED) {
    const cell = cells.find(({ value }) => value === COLUMNS[name]);
    if (!cell) return null;
    columns.set(name, cell.column);
  }
  return columns;
}

function rowOf(row: number, cells: readonly FormCell[], columns: ReadonlyMap<Column, number>): ReturnedRow {
  const text = (name: Column) => {
    const cell = cells.find(({ column }) => column === columns.get(name));
    return cell ? textOfCell(typeof cell.value === 'string' ? cell.value : cell.shown) : '';
  };
  const [answer, comment] = text('exported').split(' ');
  const known = (fingerprint: string | undefined) =>
    fingerprint && fingerprint !== '-' ? fingerprint : null;
  return {
    row,
    key: text('key').trim(),
    answer: text('answer'),
    comment: text('comment'),
    exported: { answer: known(answer), comment: known(comment) },
  };
}
