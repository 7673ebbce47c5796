import type { Grid, Shown } from './grid.js';
import { hasWords, isCode, isOption, type Role, roleOf, wordsIn } from './words.js';

/** The rows that name the columns below them. */
export interface Header {
  top: number;
  bottom: number;
  /** What stands above each column, from 1; upper and lower row joined. */
  titles: Map<number, string>;
  roles: Map<number, Role>;
  /** Columns that are an answer each, where one of them is marked. */
  marks: { column: number; option: string }[];
}

const ROWS_AT_THE_TOP = 30;
const LONGEST_HEADER = 140;
const ANSWERS: readonly Role[] = ['answer', 'comment', 'evidence'];

/** Finds the rows of a sheet that name columns: in the first 30 rows, and further down where they are plain to see or repeated. */
export function findHeaders(grid: Grid): Header[] {
  const headers: Header[] = [];
  let seen = 0;
  for (const row of grid.rows) {
    seen++;
    const last = headers.at(-1);
    if (last && row <= last.bottom) continue;
    const marks = marksAt(grid, row);
    const named = marks.length > 0 ? ofMarks(grid, row, marks) : ofWords(grid, row);
    const header = named && (marksBelow(grid, named) ?? named);
    if (!header) continue;
    if (seen <= ROWS_AT_THE_TOP || isPlain(header) || repeats(header, headers)) headers.push(header);
  }
  return headers;
}

/** Columns side by side that are answers themselves ("Yes", "In part", "No"): at least two. */
function marksAt(grid: Grid, row: number): Header['marks'] {
  let run: Header['marks'] = [];
  for (const { column, text } of grid.row(row)) {
    const follows = run.length === 0 || grid.right(row, run.at(-1)!.column) + 1 === column;
    if (isOption(text) && text.length <= 30 && follows && grid.entry(row, column) !== 'list')
      run.push({ column, option: text.replace(/\s+/g, ' ') });
    else if (run.length >= 2) break;
    else run = isOption(text) && grid.entry(row, column) !== 'list' ? [{ column, option: text }] : [];
  }
  return run.length >= 2 && new Set(run.map(({ option }) => option.toLowerCase())).size === run.length
    ? run
    : [];
}

/** One name may stand over several answers: "Response" over "Yes" and "No". */
function marksBelow(grid: Grid, { top, bottom, marks }: Header): Header | null {
  if (marks.length > 0) return null;
  for (let row = top + 1; row <= Math.max(bottom, top + 1); row++) {
    const below = marksAt(grid, row);
    const header = below.length > 0 ? ofMarks(grid, row, below) : null;
    if (header) return { ...header, top, bottom: Math.max(bottom, row) };
  }
  return null;
}

function ofMarks(grid: Grid, row: number, marks: Header['marks']): Header | null {
  const texts = grid.row(row);
  const others = texts.filter(({ column }) => !marks.some((mark) => mark.column === column));
  // Answers that somebody gave stand side by side, too.
  if (others.some(({ text }) => !isHeaderText(text))) return null;
  const above = [row - 1, row - 2].find((one) => grid.row(one).length > 0) ?? row;
  const names = grid.row(above).length > 1 && grid.row(above).every(({ text }) => isHeaderText(text));
  const header = headerOf(grid, names ? above : row, row);
  if (roleOf(grid.text(above, marks[0]!.column)) === 'buyer') return null;
  const leads = [...header.roles].some(([column]) => column < marks[0]!.column);
  if (!leads) return null;
  for (const { column } of marks) header.roles.delete(column);
  return { ...header, marks };
}

function ofWords(grid: Grid, row: number): Header | null {
  const cells = grid.row(row);
  if (cells.length < 2 || !cells.every(({ text }) => isHeaderText(text))) return null;
  if (cells.some(({ column }) => grid.entry(row, column) === 'list')) return null;
  const bottom = bottomOf(grid, row, cells);
  const header = headerOf(grid, row, bottom);
  const roles = [...header.roles.values()];
  const count = (role: Role) => roles.filter((one) => one === role).length;
  const answers = roles.filter((role) => ANSWERS.includes(role)).length;
  const stands = cells.every((cell) => cell.stands);
  const short = cells.every(({ text }) => wordsIn(text) <= 9);
  const [first] = header.roles.entries().next().value ?? [0];
  const answersFirst = ANSWERS.includes(header.roles.get(first) ?? 'other');
  const named = count('question') + count('number') + count('section');
  const isHeader =
    (answers > 0 && named > 0 && (short || stands)) ||
    (answers > 0 && !answersFirst && (stands || (short && cells.length > 2))) ||
    (count('question') > 0 && count('number') > 0 && cells.length > 2) ||
    (count('question') > 0 && stands && short);
  return isHeader && hasMoreBelow(grid, bottom) ? header : null;
}

/** Names of columns are short, and neither numbers nor what numbers a row. */
const isHeaderText = (text: string) =>
  text.length <= LONGEST_HEADER &&
  wordsIn(text) <= 16 &&
  (hasWords(text) || /^(?:#|no\.?|id|y|n|p|n\/a|q ?#)$/i.test(text)) &&
  !(isCode(text) && /\d/.test(text));

/** Names over two or three rows are merged downwards, or one stands over several. */
function bottomOf(grid: Grid, row: number, cells: Shown[]): number {
  const merges = cells.flatMap(({ column }) => grid.merge(row, column) ?? []);
  const down = merges.filter(({ bottom, top }) => bottom > top && bottom - top <= 2);
  const bottom = Math.max(row, ...(down.length * 2 >= cells.length ? down.map((merge) => merge.bottom) : []));
  const wide = merges.some(({ left, right }) => right > left);
  const below = grid.row(row + 1);
  if (
    bottom === row &&
    wide &&
    below.length > 0 &&
    below.every(({ text, stands }) => stands && isHeaderText(text))
  )
    return row + 1;
  return bottom;
}

function headerOf(grid: Grid, top: number, bottom: number): Header {
  const columns = new Set<number>();
  for (let row = top; row <= bottom; row++)
    for (const { column } of grid.row(row))
      for (let at = column; at <= Math.min(grid.right(row, column), column + 50); at++) columns.add(at);
  const titles = new Map<number, string>();
  for (const column of [...columns].sort((a, b) => a - b)) {
    const parts: string[] = [];
    for (let row = top; row <= bottom; row++) {
      const text = grid.text(row, column).replace(/\s+/g, ' ');
      if (text !== '' && !parts.includes(text)) parts.push(text);
    }
    titles.set(column, parts.join(' '));
  }
  const roles = new Map([...titles].map(([column, title]) => [column, roleOf(title)]));
  // A title over the first columns says what the rows are about ("Policy & Compliance"), not what stands in a column.
  const [first] = grid.row(bottom);
  const last = first ? grid.right(bottom, first.column) : 0;
  if (first && last > first.column) for (let at = first.column; at <= last; at++) roles.set(at, 'other');
  return { top, bottom, titles, roles, marks: [] };
}

function hasMoreBelow(grid: Grid, row: number): boolean {
  for (let below = row + 1; below <= row + 12; below++) if (grid.row(below).length > 0) return true;
  return false;
}

/** Says of several columns what they hold, of answers and of questions. */
function isPlain({ roles, marks }: Header): boolean {
  const all = [...roles.values()];
  return (all.some((role) => ANSWERS.includes(role)) || marks.length > 0) && all.includes('question');
}

/** Names its columns of answers as an earlier row did. */
const repeats = (header: Header, earlier: Header[]) =>
  earlier.some(({ titles }) =>
    [...header.roles].some(
      ([column, role]) => ANSWERS.includes(role) && titles.get(column) === header.titles.get(column),
    ),
  );
