import { type CellPlace, cellReference } from './references.js';
import type { CellElement, RowElement, SheetWalk, Span } from './sheet-walk.js';

/** Where an edited cell stands in the bytes of its sheet, or where it would. */
export interface Target extends CellPlace {
  cell: CellElement | null;
  /** How often the sheet has the cell. */
  copies: number;
  /** Its row; null where the sheet has none, and `insertAt` is then the place of the row. */
  rowElement: RowElement | null;
  insertAt: number | null;
}

/** The element around the rows. */
export interface DataElement {
  open: Span;
  empty: boolean;
  prefix: string;
  /** Where its closing tag begins. */
  close: number;
}

export interface FoundCells {
  /** By reference. */
  targets: Map<string, Target>;
  /** Null where the sheet has no place for rows at all. */
  data: DataElement | null;
}

/** Finds cells in one pass over a sheet; afterwards the walk's `features` are whole. */
export function findCells(walk: SheetWalk, places: readonly CellPlace[]): FoundCells {
  const targets = new Map<string, Target>();
  const rows = new Map<number, Target[]>();
  const inOrder = [...places].sort((a, b) => a.row - b.row || a.column - b.column);
  for (const { row, column } of inOrder) {
    const reference = cellReference(row, column);
    if (targets.has(reference)) continue;
    const target: Target = { row, column, cell: null, copies: 0, rowElement: null, insertAt: null };
    targets.set(reference, target);
    rows.set(row, [...(rows.get(row) ?? []), target]);
  }
  const numbers = [...rows.keys()];
  let data: DataElement | null = null;
  /** Rows before this one in `numbers` were passed. */
  let passed = 0;
  let current: Target[] = [];
  for (let step = walk.next(); step !== 'end'; step = walk.next()) {
    if (step === 'data') data = { open: walk.at, empty: false, prefix: walk.prefix, close: walk.at.end };
    else if (step === 'row') {
      const { row } = walk;
      for (; passed < numbers.length && numbers[passed]! < row.number; passed++)
        for (const target of rows.get(numbers[passed]!)!) if (!target.rowElement) target.insertAt = row.start;
      current = rows.get(row.number) ?? [];
      for (const target of current) if (!target.cell) [target.rowElement, target.insertAt] = [row, null];
    } else if (step === 'cell' && current.length > 0) {
      const { cell } = walk;
      for (const target of current) {
        if (target.column === cell.column) {
          target.copies++;
          target.cell ??= cell;
        } else if (target.column < cell.column) target.insertAt ??= cell.start;
      }
    } else if (step === 'row-end') {
      for (const target of current) target.insertAt ??= walk.at.start;
      current = [];
    } else if (step === 'data-end' && data) {
      data.close = walk.at.start;
      data.empty = walk.at.end === data.open.end;
      for (const target of targets.values()) target.insertAt ??= walk.at.start;
    }
  }
  return { targets, data };
}
