import type { Ruling, Run } from './geometry.js';

/** A ruled table on a page: row and column edges, and which edges are really drawn. */
export interface Grid {
  xs: number[];
  ys: number[];
  /** Whether a line parts column `column - 1` from `column` in row `row`. */
  partsColumns(row: number, column: number): boolean;
  /** Whether a line parts row `row - 1` from `row` at column `column`. */
  partsRows(row: number, column: number): boolean;
}

const NEAR = 3.5;
const LEAST_ROW = 7;
const LEAST_COLUMN = 8;

/** Finds the tables among the lines of a page: lines that meet, with at least two columns and two edges each way. */
export function findGrids(rulings: Ruling[]): Grid[] {
  const horizontal = rulings.filter((line) => line.x1 - line.x0 > LEAST_COLUMN && line.y1 - line.y0 <= NEAR);
  const vertical = rulings.filter((line) => line.y1 - line.y0 > LEAST_ROW - 2 && line.x1 - line.x0 <= NEAR);
  if (horizontal.length < 2 || vertical.length < 3) return [];
  const lines = [...horizontal, ...vertical];
  return groups(lines)
    .map((group) =>
      gridOf(
        group.filter((line) => horizontal.includes(line)),
        group.filter((line) => vertical.includes(line)),
      ),
    )
    .filter((grid) => grid !== null)
    .sort((a, b) => a.ys[0]! - b.ys[0]!);
}

/** Where the text of a region leaves gaps from top to bottom: the columns of a table without upright lines. */
export function findOpenGrids(rulings: Ruling[], runs: Run[]): Grid[] {
  const horizontal = rulings
    .filter((line) => line.x1 - line.x0 > 200 && line.y1 - line.y0 <= NEAR)
    .sort((a, b) => a.y0 - b.y0);
  const grids: Grid[] = [];
  for (let at = 0; at < horizontal.length; ) {
    const first = horizontal[at]!;
    let end = at + 1;
    while (
      end < horizontal.length &&
      Math.abs(horizontal[end]!.x0 - first.x0) < 5 &&
      Math.abs(horizontal[end]!.x1 - first.x1) < 5
    )
      end++;
    const ys = edges(
      horizontal.slice(at, end).map((line) => line.y0),
      LEAST_ROW - 1,
    );
    const grid = ys.length > 3 ? openGrid(ys, first, runs) : null;
    if (grid) grids.push(grid);
    at = end;
  }
  return grids;
}

function openGrid(ys: number[], first: Ruling, runs: Run[]): Grid | null {
  const inside = runs
    .filter(
      (run) =>
        run.text.trim() !== '' &&
        run.y > ys[0]! &&
        run.y < ys.at(-1)! &&
        run.x0 >= first.x0 - 5 &&
        run.x0 < first.x1,
    )
    .sort((a, b) => a.x0 - b.x0);
  const xs = [first.x0];
  let right = inside[0]?.x1 ?? 0;
  for (const run of inside) {
    if (run.x0 - right > LEAST_COLUMN) xs.push((run.x0 + right) / 2);
    right = Math.max(right, run.x1);
  }
  if (xs.length < 2 || xs.length > 12) return null;
  // Text in most rows of each column, or it is no table.
  const filled = (row: number) =>
    new Set(
      inside
        .filter((run) => run.y > ys[row]! && run.y <= ys[row + 1]!)
        .map((run) => xs.findLastIndex((x) => x <= run.x0)),
    ).size;
  const full = ys.slice(1).filter((_y, row) => filled(row) > 1).length;
  if (full < (ys.length - 1) * 0.6) return null;
  return { xs: [...xs, first.x1], ys, partsColumns: () => true, partsRows: () => true };
}

const touches = (a: Ruling, b: Ruling) =>
  a.x0 <= b.x1 + NEAR && b.x0 <= a.x1 + NEAR && a.y0 <= b.y1 + NEAR && b.y0 <= a.y1 + NEAR;

/** Lines that touch one another, directly or through others. */
function groups(lines: Ruling[]): Ruling[][] {
  const sorted = [...lines].sort((a, b) => a.y0 - b.y0);
  const parent = sorted.map((_line, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let a = 0; a < sorted.length; a++) {
    for (let b = a + 1; b < sorted.length && sorted[b]!.y0 <= sorted[a]!.y1 + NEAR; b++) {
      if (touches(sorted[a]!, sorted[b]!)) parent[root(b)] = root(a);
    }
  }
  const found = new Map<number, Ruling[]>();
  for (const [index, line] of sorted.entries()) {
    const key = root(index);
    const group = found.get(key);
    if (group) group.push(line);
    else found.set(key, [line]);
  }
  return [...found.values()];
}

function edges(values: number[], least: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const merged: number[] = [];
  for (const value of sorted) {
    if (merged.length === 0 || value - merged[merged.length - 1]! > least) merged.push(value);
  }
  return merged;
}

function gridOf(horizontal: Ruling[], vertical: Ruling[]): Grid | null {
  const ys = edges(
    horizontal.map((line) => (line.y0 + line.y1) / 2),
    LEAST_ROW - 1,
  );
  const xs = edges(
    vertical.map((line) => (line.x0 + line.x1) / 2),
    LEAST_COLUMN - 1,
  );
  if (ys.length < 2 || xs.length < 3) return null;
  return {
    xs,
    ys,
    partsColumns: (row, column) => {
      const y = (ys[row]! + ys[row + 1]!) / 2;
      const x = xs[column]!;
      return vertical.some(
        (line) => Math.abs((line.x0 + line.x1) / 2 - x) < LEAST_COLUMN && line.y0 <= y && line.y1 >= y,
      );
    },
    partsRows: (row, column) => {
      const x = (xs[column]! + xs[column + 1]!) / 2;
      const y = ys[row]!;
      return horizontal.some(
        (line) => Math.abs((line.y0 + line.y1) / 2 - y) < LEAST_ROW && line.x0 <= x && line.x1 >= x,
      );
    },
  };
}
