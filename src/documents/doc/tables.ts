import type { Draft } from '../draft.js';
import type { Line } from '../text/lines.js';
import { hasObligation } from '../text/shape.js';
import type { Span } from '../types.js';

type Piece = { kind: 'lines'; lines: Line[] } | { kind: 'table'; rows: Draft[] };

/** How many lines a row may take: its cells may hold several paragraphs. */
const MOST_LINES = 60;

const tabsIn = (line: Line) => line.text.length - line.text.replaceAll('\t', '').length;
const endsRow = (line: Line) => /\t *$/.test(line.text.slice(-20));

/**
 * Tells the tables in the text of a Word 97 document: each cell ends with a tab, the last one too, so a line
 * that ends with a tab ends a row.
 *
 * @param first number of the first table found, in the document
 */
export function splitTables(lines: Line[], first: number): Piece[] {
  const pieces: Piece[] = [];
  let plain: Line[] = [];
  let rows: Line[][] = [];
  let tables = first;
  const flush = () => {
    if (plain.length > 0) pieces.push({ kind: 'lines', lines: plain });
    plain = [];
  };
  const close = () => {
    if (rows.length === 0) return;
    flush();
    pieces.push({
      kind: 'table',
      rows: rows.map((row, index) => rowOf(row, { table: tables, index }, rows.length)),
    });
    tables++;
    rows = [];
  };
  for (const [at, line] of lines.entries()) {
    if (!endsRow(line)) {
      const inRow = rows.length > 0 && leadsToRow(lines, at, columnsOf(rows.at(-1)!));
      if (!inRow) close();
      plain.push(line);
      continue;
    }
    const expected = rows.length > 0 ? columnsOf(rows.at(-1)!) : nextColumns(lines, at);
    const row = [line];
    let tabs = tabsIn(line);
    // Earlier paragraphs of the row's cells were taken for text.
    for (let back = plain.length - 1; back >= 0 && tabs < expected && row.length < MOST_LINES; back--) {
      const before = tabsIn(plain[back]!);
      const reaches = plain
        .slice(Math.max(0, back - MOST_LINES), back + 1)
        .some((candidate) => tabsIn(candidate) > 0);
      if (!reaches || tabs + before > expected) break;
      row.unshift(plain[back]!);
      plain.pop();
      tabs += before;
    }
    if (rows.length === 0 || plain.some((candidate) => !candidate.blank)) {
      close();
      flush();
    } else plain = [];
    rows.push(row);
  }
  close();
  flush();
  return pieces;
}

const columnsOf = (row: Line[]) => row.reduce((sum, line) => sum + tabsIn(line), 0);

/** How many columns the row below has, where it starts at the next line. */
function nextColumns(lines: Line[], at: number): number {
  const next = lines[at + 1];
  return next && endsRow(next) ? tabsIn(next) : tabsIn(lines[at]!);
}

/** Whether the lines from `at` on are paragraphs of a row that ends further down with the expected tabs. */
function leadsToRow(lines: Line[], at: number, expected: number): boolean {
  let tabs = 0;
  for (let ahead = at; ahead < Math.min(lines.length, at + MOST_LINES); ahead++) {
    tabs += tabsIn(lines[ahead]!);
    if (ahead === at && tabs === 0) return false;
    if (endsRow(lines[ahead]!)) return tabs === expected;
    if (tabs >= expected) return false;
  }
  return false;
}

function rowOf(row: Line[], place: { table: number; index: number }, rows: number): Draft {
  const cells: Span[] = [];
  const start = row[0]!.start;
  const text = row.map((line) => line.text).join('\n');
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== '\t') continue;
    if (at === text.length && text.slice(from).trim() === '') break;
    let left = from;
    let right = at;
    while (left < right && /\s/.test(text[left]!)) left++;
    while (right > left && /\s/.test(text[right - 1]!)) right--;
    cells.push({ start: start + left, end: start + right });
    from = at + 1;
  }
  const filled = cells.filter((cell) => cell.end > cell.start);
  const names = filled.every(
    (cell) => cell.end - cell.start <= 60 && !/[.?:]$/.test(text.slice(cell.start - start, cell.end - start)),
  );
  const isHeader = place.index === 0 && rows > 1 && filled.length > 2 && names && !hasObligation(text);
  return { kind: 'table-row', start, end: cells.at(-1)?.end ?? start, row: { ...place, isHeader, cells } };
}
