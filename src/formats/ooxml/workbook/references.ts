/** Rows and columns of a sheet (Excel's own bounds). */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

/** 1-based. */
export interface CellPlace {
  row: number;
  column: number;
}

/** 1-based, both ends within. */
export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Reads "B12", also "$B$12"; null where it is no place of a sheet. Called for each cell of a sheet. */
export function parseCell(reference: string): CellPlace | null {
  let at = 0;
  let column = 0;
  let row = 0;
  const skipSign = () => reference.charCodeAt(at) === 0x24 && at++;
  skipSign();
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at);
    const letter = code > 0x7f ? 0 : code & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
    if (column > MAX_COLUMNS) return null;
  }
  skipSign();
  const digits = at;
  for (; at < reference.length; at++) {
    const digit = reference.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9 || (digit === 0 && at === digits)) return null;
    row = row * 10 + digit;
    if (row > MAX_ROWS) return null;
  }
  return column === 0 || row === 0 ? null : { row, column };
}

/** Reads "A1:B3", "A1", "A:C" or "2:5", dollar signs or not; null where it is none. */
export function parseRange(text: string): Range | null {
  const [from, to = from, ...more] = text.trim().replaceAll('$', '').split(':');
  if (more.length > 0) return null;
  const [a, b] = [parseCell(from!), parseCell(to!)];
  if (a && b) return ordered(a.row, a.column, b.row, b.column);
  if (/^[A-Za-z]{1,3}$/.test(from!) && /^[A-Za-z]{1,3}$/.test(to!)) {
    const [left, right] = [columnNumber(from!), columnNumber(to!)];
    return Math.max(left, right) > MAX_COLUMNS ? null : ordered(1, left, MAX_ROWS, right);
  }
  if (/^[1-9]\d{0,6}$/.test(from!) && /^[1-9]\d{0,6}$/.test(to!)) {
    const [top, bottom] = [Number(from), Number(to)];
    return Math.max(top, bottom) > MAX_ROWS ? null : ordered(top, 1, bottom, MAX_COLUMNS);
  }
  return null;
}

/** The ranges of a list such as "A1:B3 D4"; what is none is left out. */
export const parseRanges = (text: string): Range[] =>
  text.split(/\s+/).flatMap((part) => (part === '' ? [] : (parseRange(part) ?? [])));

const ordered = (row: number, column: number, otherRow: number, otherColumn: number): Range => ({
  top: Math.min(row, otherRow),
  left: Math.min(column, otherColumn),
  bottom: Math.max(row, otherRow),
  right: Math.max(column, otherColumn),
});

export const columnNumber = (letters: string): number => {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
};

export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

export const cellReference = (row: number, column: number): string => `${columnLetters(column)}${row}`;

export const rangeReference = ({ top, left, bottom, right }: Range): string =>
  top === bottom && left === right
    ? cellReference(top, left)
    : `${cellReference(top, left)}:${cellReference(bottom, right)}`;

export const contains = (range: Range, row: number, column: number): boolean =>
  row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;

/** A place as Excel writes it in a formula: quotes around a name that needs them. */
export function placeName(sheet: string, reference: string): string {
  const plain =
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(sheet) && !parseCell(sheet) && !/^(?:R\d*|C\d*|R\d*C\d*)$/i.test(sheet);
  return `${plain ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${reference}`;
}
