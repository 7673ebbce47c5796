import type { Draft } from '../draft.js';
import type { Span } from '../types.js';
import type { Line } from './lines.js';

const LEAST_ROWS = 3;
const LEAST_COLUMNS = 3;

/**
 * Reads rows of comma- or semicolon-separated values (RFC 4180) that start at line `at`: three or more lines in a row
 * with the same number of cells, at least three. Values that hold the separator stand in quotes; the quotes are no
 * part of the cell. Returns null where there are none, as in prose, which has a space behind each comma.
 */
export function commaRowsAt(
  lines: Line[],
  at: number,
  table: number,
): { drafts: Draft[]; next: number } | null {
  const separator = [',', ';'].find((mark) => (cellsOf(lines[at]!, mark)?.length ?? 0) >= LEAST_COLUMNS);
  if (!separator) return null;
  const count = cellsOf(lines[at]!, separator)!.length;
  const drafts: Draft[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const cells = cellsOf(lines[next]!, separator);
    if (cells?.length !== count) break;
    const row = { table, index: drafts.length, isHeader: false, cells };
    drafts.push({ kind: 'table-row', start: cells[0]!.start, end: cells.at(-1)!.end, row });
  }
  return drafts.length < LEAST_ROWS ? null : { drafts, next };
}

/** The cells of a line, or null where it is no row of values. */
function cellsOf(line: Line, separator: string): Span[] | null {
  const { text } = line;
  if (line.blank || text.length > 20_000 || !text.includes(separator)) return null;
  const cells: Span[] = [];
  let at = 0;
  while (at <= text.length) {
    const isQuoted = text[at] === '"';
    let end = isQuoted ? closingQuote(text, at + 1) : text.indexOf(separator, at);
    if (isQuoted && (end < 0 || (end + 1 < text.length && text[end + 1] !== separator))) return null;
    if (end < 0) end = text.length;
    if (!isQuoted && /^\s+\S/.test(text.slice(at, at + 8))) return null;
    const start = isQuoted ? at + 1 : at;
    cells.push({
      start: line.start + start,
      end: line.start + start + text.slice(start, end).trimEnd().length,
    });
    at = end + (isQuoted ? 2 : 1);
  }
  return cells;
}

/** Where a quoted value ends; a doubled quote inside it is a quote. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
