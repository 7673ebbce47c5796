import type { Span } from '../formats/index.js';

export interface TableRow extends Span {
  cells: string[];
}

/** A table as it stands in the text of a passage: cells between tabs or bars. */
export interface Table {
  /** What names the columns; null where the first row holds values. Of two columns it may be a row as well. */
  header: TableRow | null;
  rows: TableRow[];
}

const RULE = /^[\s|:=-]+$/;
const LINE = /[^\n]+/g;
/** A header is made of names, not of values. */
const LONGEST_NAME = 6;

/** The tables of a text, in order. A line with cells that stands alone is none. */
export function tablesIn(text: string): Table[] {
  const tables: Table[] = [];
  let open: { rows: TableRow[]; ruled: boolean; end: number } | null = null;
  const close = () => {
    if (open && open.rows.length > 1) tables.push(tableOf(open.rows, open.ruled));
    open = null;
  };
  for (const { 0: line, index } of text.matchAll(LINE)) {
    if (open && /\n\s*\n/.test(text.slice(open.end, index))) close();
    const cells = cellsOf(line);
    if (cells.length < 2) {
      close();
      continue;
    }
    open ??= { rows: [], ruled: false, end: 0 };
    open.end = index + line.length;
    if (RULE.test(line)) open.ruled = true;
    else open.rows.push({ start: index, end: index + line.trimEnd().length, cells });
  }
  close();
  return tables;
}

/** The cells of a line; none where it is no row of a table. */
export function cellsOf(line: string): string[] {
  if (line.includes('\t')) return line.split('\t').map((cell) => cell.trim());
  if (!/^\s*\||\s\|\s|\|\s*$/.test(line)) return [];
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) =>
    cell
      .replace(/\\\|/g, '|')
      .replace(/[*_`]+/g, '')
      .trim(),
  );
}

function tableOf(rows: TableRow[], ruled: boolean): Table {
  const [top, ...rest] = rows;
  const first = withCorner(top!, rest);
  const names = first!.cells.slice(1).filter((cell) => cell !== '');
  const isHeader = names.length > 0 && names.every((cell) => isName(cell));
  if (!ruled && !isHeader) return { header: null, rows };
  // A list of two columns may begin at once: "Headquarters | Oslo".
  return { header: first, rows: !ruled && first.cells.length === 2 ? rows : rest };
}

/** A passage that begins with its table may have lost the empty cell in the corner: the names then stand one to the left. */
function withCorner(header: TableRow, rows: TableRow[]): TableRow {
  const isShort = rows.length > 0 && rows.every(({ cells }) => cells.length === header.cells.length + 1);
  return isShort && header.cells.every((cell) => cell !== '')
    ? { ...header, cells: ['', ...header.cells] }
    : header;
}

const isName = (cell: string) =>
  cell.split(/\s+/).length <= LONGEST_NAME && verdictOf(cell) === null && !/^[^\p{L}]*\d/u.test(cell);

const YES = /^(?:✓|✔|☑|✅|●|•|x|yes|y|included)$/iu;
const NO = /^(?:–|-|—|−|✗|✘|✕|❌|☐|○|no|none|n)$/iu;

/** What a cell says where it says yes or no and nothing else. */
export const verdictOf = (cell: string): 'yes' | 'no' | null => {
  const bare = cell.replace(/(?:[\s.]|\ufe0e|\ufe0f)+/gu, '');
  return YES.test(bare) ? 'yes' : NO.test(bare) ? 'no' : null;
};

/** A cell in words: "no (–)", "yes", "4 hours". */
export function cellText(cell: string): string {
  const verdict = verdictOf(cell);
  if (verdict === null) return cell;
  return cell.toLowerCase() === verdict ? verdict : `${verdict} (${cell})`;
}

const ONLY_COUNTS = /^(?:#|no\.?|nr\.?|id|ref\.?|item)?$/i;
const IS_NUMBER = /^[\p{L}]{0,2}[\d.]+$/u;

/** The column that says what a row is about: the first, unless it only counts the rows. */
export const labelColumn = ({ header }: Table, { cells }: TableRow): number =>
  cells.length > 2 && IS_NUMBER.test(cells[0]!) && ONLY_COUNTS.test(header?.cells[0] ?? 'x') ? 1 : 0;

/**
 * A row as a sentence of its label and the cells of these columns, each with the name of its column: "2 (major):
 * Response time 2 hours". A table of two columns needs no names.
 */
export function rowText(table: Table, row: TableRow, columns: readonly number[]): string {
  const { cells } = row;
  const at = labelColumn(table, row);
  const nameOf = (column: number) => table.header?.cells[column] ?? '';
  const said = columns
    .filter((column) => column !== at && (cells[column] ?? '') !== '')
    .map((column) =>
      [cells.length > 2 ? nameOf(column) : '', cellText(cells[column]!)].filter(Boolean).join(' '),
    );
  const label = IS_NUMBER.test(cells[at]!) ? `${nameOf(at)} ${cells[at]}`.trim() : cells[at]!;
  return `${label}: ${said.join('; ')}`;
}
