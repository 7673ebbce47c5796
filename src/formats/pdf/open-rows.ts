import { markerOf } from '../text/markers.js';
import { isContentsLine } from '../text/shape.js';
import { cellText } from './cell.js';
import type { Item, Line, Row, Segment } from './geometry.js';
import { lineOf } from './lines.js';

const LEAST_LINES = 3;
/** How far from its column's left edge a line of a cell may start: items hang. */
const INDENT = 45;
/** Heads and feet of pages have columns too; they are told elsewhere. */
const EDGE = 0.09;

/**
 * Finds tables without any drawn lines: three or more lines in a row whose parts start at the same places.
 * A table of contents looks the same, so pages with one are left as they are.
 */
export function withOpenRows(items: Item[], height: number, firstTable: number): Item[] {
  const lines = items.filter((item): item is Line => item.kind === 'line');
  if (lines.some((line) => isContentsLine(line.text) || /^(?:table of )?contents$/i.test(line.text)))
    return items;
  const out: Item[] = [];
  let table = firstTable;
  for (let at = 0; at < items.length; ) {
    const block = blockAt(items, at, height);
    if (block.length === 0) {
      out.push(items[at++]!);
      continue;
    }
    out.push(...rowsOf(block, table++));
    at += block.length;
  }
  return out;
}

interface Split {
  line: Line;
  /** The parts of the line by column; null where it has none there. */
  cells: (Segment | null)[];
}

/** A number or bullet and the text behind it are one part. */
function partsOf(line: Line): Segment[] {
  const [first, second, ...rest] = line.segments;
  if (!first || !second || (markerOf(`${first.text} x`)?.length ?? 0) < first.text.length + 1)
    return line.segments;
  const joined = {
    text: `${first.text} ${second.text}`,
    x0: first.x0,
    x1: second.x1,
    runs: [...first.runs, ...second.runs],
  };
  return [joined, ...rest];
}

function blockAt(items: Item[], at: number, height: number): Split[] {
  const block: Split[] = [];
  let columns: number[] = [];
  let full = 0;
  for (let next = at; next < items.length; next++) {
    const line = items[next]!;
    if (line.kind !== 'line' || !line.upright || line.y < height * EDGE || line.y > height * (1 - EDGE))
      break;
    const last = block.at(-1)?.line;
    if (
      last &&
      (line.y <= last.y || line.y - last.y > line.size * 4 || Math.abs(line.size - last.size) > 1.5)
    )
      break;
    const parts = partsOf(line);
    if (columns.length === 0) {
      if (parts.length < 2 || parts.length > 8) break;
      columns = parts.map((part) => part.x0);
    }
    const cells = placeIn(columns, parts);
    if (!cells) break;
    if (parts.length > 1) full++;
    block.push({ line, cells });
  }
  // Single lines at the end belong to what follows, unless they hang close below the last row.
  while (
    block.length > 0 &&
    block.at(-1)!.cells[0] !== null &&
    block.at(-1)!.cells.filter(Boolean).length === 1 &&
    !isClose(block)
  )
    block.pop();
  return full >= LEAST_LINES ? block : [];
}

function isClose(block: Split[]): boolean {
  const [before, last] = [block.at(-2)?.line, block.at(-1)!.line];
  return before !== undefined && last.y - before.y < last.size * 1.45;
}

function placeIn(columns: number[], parts: Segment[]): (Segment | null)[] | null {
  const cells: (Segment | null)[] = columns.map(() => null);
  for (const part of parts) {
    const column = columns.findLastIndex((x) => part.x0 >= x - 6);
    if (column < 0 || cells[column] || part.x0 > columns[column]! + INDENT) return null;
    const next = columns[column + 1];
    if (next !== undefined && part.x1 > next - 3) return null;
    cells[column] = part;
  }
  return cells;
}

function rowsOf(block: Split[], table: number): Row[] {
  const gaps = block.slice(1).map(({ line }, index) => line.y - block[index]!.line.y);
  const least = Math.min(...gaps);
  // Rows set apart by space hold wrapped lines; evenly set lines are rows of their own.
  const spaced = gaps.some((gap) => gap > least * 1.25);
  const groups: Split[][] = [];
  for (const [index, split] of block.entries()) {
    const gap = index === 0 ? Number.POSITIVE_INFINITY : gaps[index - 1]!;
    const first = split.cells[0];
    const starts = first !== null && (markerOf(first!.text) !== null || !spaced);
    if (index === 0 || (spaced && gap > least * 1.25) || starts) groups.push([split]);
    else groups.at(-1)!.push(split);
  }
  return groups.map((group) => {
    const { line } = group[0]!;
    const lines = group[0]!.cells.map((_cell, column) =>
      group.flatMap(({ cells: own }) => (own[column] ? [lineOf(own[column].runs, line.page)] : [])),
    );
    const cells = lines.map(cellText);
    const bold = group.every((split) => split.line.bold);
    const columns = group[0]!.cells.map((_cell, column) =>
      Math.min(...block.flatMap(({ cells: own }) => own[column]?.x0 ?? [])),
    );
    return { kind: 'row', page: line.page, cells, lines, bold, y: line.y, columns, table };
  });
}
