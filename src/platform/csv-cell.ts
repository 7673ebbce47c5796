/**
 * What makes a spreadsheet calculate a cell instead of showing it: the signs and their full-width forms, also behind
 * white space, controls and quotes that some programs skip (OWASP, CSV Injection).
 */
const CALCULATES = /^[\s\p{Cc}\p{Cf}"']*[=+\-@＝＋－＠]|^[\t\r\n]/u;
/** Where another cell begins for a program that takes semicolons, tabs or bars for separators, and does not know quotes. */
const BEGINS_ELSEWHERE = /[;\t|\r\n](?=[\s\p{Cc}\p{Cf}"']{0,50}[=+\-@＝＋－＠])/gu;

/** A text that spreadsheets show as it is: where it would be a formula, an apostrophe stands before it. */
export const inertCell = (text: string): string => (CALCULATES.test(text) ? `'${text}` : text);

/**
 * One cell of a CSV file (RFC 4180), inert, also behind each character that another program may read as its end.
 * Everything that is exported as CSV goes through here.
 *
 * @param value numbers stay numbers; null is an empty cell
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = inertCell(value).replace(BEGINS_ELSEWHERE, "$&'");
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row of a CSV file with its line end. */
export const csvRow = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
