import type { Draft } from '../draft.js';
import type { Span } from '../types.js';
import { commaRowsAt } from './comma-table.js';
import type { Line } from './lines.js';
import { markerOf } from './markers.js';

const RULE = /^\s*[|+]?(?:\s*:?[-=+]{2,}:?\s*[|+]?)+\s*$/;
const isRule = (line: Line) =>
  line.text.length < 2000 && /^[\s|+:=-]+$/.test(line.text) && RULE.test(line.text);

/**
 * Reads a table of a text that starts at line `at`: two or more lines in a row with the same kind of cells,
 * set apart by "|" or by tabs. Returns null where there is none.
 */
export function rowsAt(lines: Line[], at: number, table: number): { drafts: Draft[]; next: number } | null {
  const separator = separatorOf(lines[at]!);
  if (!separator) return commaRowsAt(lines, at, table) ?? spacedRowsAt(lines, at, table);
  const count = columns(lines[at]!, separator);
  const drafts: Draft[] = [];
  let next = at;
  let ruleAfterFirst = false;
  for (; next < lines.length; next++) {
    const line = lines[next]!;
    if (line.blank) break;
    if (isRule(line)) {
      if (drafts.length === 1) ruleAfterFirst = true;
      continue;
    }
    const here = columns(line, separator);
    if (here < 2 || (separator === '\t' && here > count)) break;
    const cells = cellsOf(line, separator);
    const index = drafts.length;
    drafts.push({
      kind: 'table-row',
      start: cells[0]!.start,
      end: cells[cells.length - 1]!.end,
      row: { table, index, isHeader: false, cells },
    });
  }
  if (drafts.length < 2) return null;
  if (ruleAfterFirst) drafts[0]!.row!.isHeader = true;
  return { drafts, next };
}

const LEAST_SPACED_ROWS = 3;

/** Where the columns of a line start that are set apart by three or more spaces. */
function spacedStarts(line: Line): number[] {
  if (line.text.length > 500 || !/\S {3,}\S/.test(line.text) || /_{3}|\.{4}/.test(line.text)) return [];
  const starts = [line.text.length - line.text.trimStart().length];
  for (const gap of line.text.trimEnd().matchAll(/\S( {3,})(?=\S)/g))
    starts.push(gap.index + 1 + gap[1]!.length);
  return starts;
}

/** Reads three or more lines in a row whose columns start at the same places. */
function spacedRowsAt(lines: Line[], at: number, table: number): { drafts: Draft[]; next: number } | null {
  const columns = spacedStarts(lines[at]!);
  if (columns.length < 2 || markerOf(lines[at]!.text)) return null;
  const drafts: Draft[] = [];
  let next = at;
  for (; next < lines.length && !lines[next]!.blank; next++) {
    const line = lines[next]!;
    const starts = spacedStarts(line);
    if (
      starts.length !== columns.length ||
      starts.some((start, index) => Math.abs(start - columns[index]!) > 2)
    )
      break;
    const cells = starts.map((start, index) => {
      const text = line.text.slice(start, starts[index + 1]).trimEnd();
      return { start: line.start + start, end: line.start + start + text.length };
    });
    const row = { table, index: drafts.length, isHeader: false, cells };
    drafts.push({ kind: 'table-row', start: cells[0]!.start, end: cells.at(-1)!.end, row });
  }
  return drafts.length < LEAST_SPACED_ROWS ? null : { drafts, next };
}

function separatorOf(line: Line): '|' | '\t' | null {
  if (line.text.length > 20_000) return null;
  if (/^\s*[+|][-=+]{3,}/.test(line.text)) return '|';
  if (columns(line, '|') >= 3 || /^\s*\|.*\|\s*$/.test(line.text)) return '|';
  if (!/\S\t\s*\S/.test(line.text)) return null;
  // A number, a tab and a text is an item of a list; a table has more to tell it by.
  return columns(line, '\t') > (markerOf(line.text) ? 2 : 1) ? '\t' : null;
}

// A tab at the end of a line stands before an empty cell; a pipe there closes the row.
const columns = (line: Line, separator: string) =>
  (separator === '|' ? line.text.trim().replace(/^\||\|$/g, '') : line.text).split(separator).length;

/** Spans of the cells of a row, in the text of the document, without the white space around them. */
export function cellsOf(line: Line, separator: string): Span[] {
  let from = 0;
  let to = line.text.length;
  if (separator === '|') {
    while (from < to && /\s/.test(line.text[from]!)) from++;
    while (to > from && /\s/.test(line.text[to - 1]!)) to--;
    if (line.text[from] === '|') from++;
    if (to > from && line.text[to - 1] === '|' && line.text[to - 2] !== '\\') to--;
  }
  const cells: Span[] = [];
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && !(line.text[at] === separator && !(separator === '|' && line.text[at - 1] === '\\')))
      continue;
    let left = start;
    let right = at;
    while (left < right && /\s/.test(line.text[left]!)) left++;
    while (right > left && /\s/.test(line.text[right - 1]!)) right--;
    cells.push({ start: line.start + left, end: line.start + right });
    start = at + 1;
  }
  return cells;
}
