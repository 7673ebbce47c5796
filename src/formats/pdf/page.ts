import { cellText } from './cell.js';
import type { Item, Line, Page, Row, Ruling, Run } from './geometry.js';
import { findGrids, findOpenGrids, type Grid } from './grid.js';
import { inReadingOrder, linesOf } from './lines.js';
import { withOpenRows } from './open-rows.js';
import type { PageText } from './runs.js';

/**
 * Puts the text of a page into lines and the rows of its tables.
 *
 * @param rulings the lines drawn on it
 * @param entered what was filled in
 */
export function layOut(printed: PageText, rulings: Ruling[], number: number, entered: Run[] = []): Page {
  const text = { ...printed, upright: [...printed.upright, ...entered] };
  const closed = findGrids(rulings);
  const grids = closed.length > 0 ? closed : findOpenGrids(rulings, text.upright);
  const free: Run[] = [];
  const inGrid = grids.map((): Run[] => []);
  for (const run of text.upright) {
    const at = grids.findIndex((grid) => holds(grid, run));
    (at < 0 ? free : inGrid[at]!).push(run);
  }
  const rows = grids.map((grid, index) => rowsOf(grid, inGrid[index]!, number, index));
  // A grid that holds next to nothing is a drawing; its text is text.
  for (const [index, found] of rows.entries()) {
    if (found.length > 0) continue;
    free.push(...inGrid[index]!);
  }
  const items = withOpenRows(merge(inReadingOrder(free, number), rows), text.height, grids.length);
  items.push(...linesOf(text.turned, number, false));
  return { number, width: text.width, height: text.height, items };
}

function holds(grid: Grid, run: Run): boolean {
  const x = (run.x0 + Math.min(run.x1, run.x0 + 20)) / 2;
  const y = run.y - run.size * 0.3;
  return x > grid.xs[0]! - 2 && x < grid.xs.at(-1)! + 2 && y > grid.ys[0]! - 1 && y < grid.ys.at(-1)! + 1;
}

const indexIn = (edges: number[], value: number) => {
  let index = 0;
  while (index + 2 < edges.length && value >= edges[index + 1]!) index++;
  return index;
};

function rowsOf(grid: Grid, runs: Run[], page: number, table: number): Row[] {
  const rowCount = grid.ys.length - 1;
  const columnCount = grid.xs.length - 1;
  const cells = Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, (): Run[] => []));
  for (const run of runs) {
    let row = indexIn(grid.ys, run.y - run.size * 0.3);
    let column = indexIn(grid.xs, run.x0 + Math.min(4, (run.x1 - run.x0) / 2));
    // Text of a merged cell belongs to its first column and its first row.
    while (column > 0 && !grid.partsColumns(row, column)) column--;
    while (row > 0 && !grid.partsRows(row, column)) row--;
    cells[row]![column]!.push(run);
  }
  const rows: Row[] = [];
  for (const [index, row] of cells.entries()) {
    const lines = row.map((cell) => linesOf(cell, page));
    if (lines.every((cell) => cell.length === 0)) continue;
    rows.push({
      kind: 'row',
      page,
      cells: lines.map((cell) => cellText(cell)),
      lines,
      bold: lines.flat().every((line) => line.bold),
      y: grid.ys[index]!,
      columns: grid.xs,
      table,
    });
  }
  // One filled column throughout is a frame with margins rather than a table.
  const filled = rows.filter((row) => row.cells.filter((cell) => cell !== '').length > 1).length;
  return filled === 0 ? [] : rows;
}

/** Puts the rows of each table between the lines above and below it. */
function merge(lines: Line[], tables: Row[][]): Item[] {
  const out: Item[] = [...lines];
  for (const rows of tables) {
    const top = rows[0];
    if (!top) continue;
    let at = out.findIndex((item) => item.y > top.y && (item.kind === 'row' || item.x1 > top.columns[0]!));
    if (at < 0) at = out.length;
    out.splice(at, 0, ...rows);
  }
  return out;
}
