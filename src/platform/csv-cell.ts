/**
 * What makes a spreadsheet calculate a cell instead of showing it: the signs, their full-width forms, and white space
 * that some programs skip (OWASP, CSV Injection).
 */
const CALCULATES = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text that spreadsheets show as it is: where it would be a formula, an apostrophe stands before it. */
export const inertCell = (text: string): string => (CALCULATES.test(text) ? `'${text}` : text);

/**
 * One cell of a CSV file (RFC 4180), inert. Everything that is exported as CSV goes through here.
 *
 * @param value numbers stay numbers; null is an empty cell
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = inertCell(value);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row of a CSV file with its line end. */
export const csvRow = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
