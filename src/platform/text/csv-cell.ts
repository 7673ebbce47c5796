/**
 * What makes a spreadsheet calculate a cell instead of showing it: the signs and their full-width forms, also behind
 * white space, controls and quotes that some programs skip (OWASP, CSV Injection).
 */
const CALCULATES = /^[\s\p{Cc}\p{Cf}"']*[=+\-@＝＋－＠]|^[\t\r\n]/u;
/** Ends of cells for a program that takes semicolons, tabs or bars for separators, and does not know quotes. */
const ENDS = /[;\t|\r\n]/;
/** Those, the signs, and what is neither and not skipped. */
const PARTS = /[;\t|\r\n]|[=+\-@＝＋－＠]|[^\s\p{Cc}\p{Cf}"';|=+\-@＝＋－＠]+/gu;
const SIGN = /^[=+\-@＝＋－＠]/;

/** A text that spreadsheets show as it is: where it would be a formula, an apostrophe stands before it. */
export const inertCell = (text: string): string => (CALCULATES.test(text) ? `'${text}` : text);

/** The same for each cell that another program may find within the text; in one pass, however much there is to skip. */
function inertWithin(text: string): string {
  if (!ENDS.test(text)) return text;
  const pieces: string[] = [];
  let written = 0;
  let begins: number | null = null;
  for (const { 0: part, index } of text.matchAll(PARTS)) {
    if (ENDS.test(part)) {
      begins = index + 1;
      continue;
    }
    if (begins !== null && SIGN.test(part)) {
      pieces.push(text.slice(written, begins), "'");
      written = begins;
    }
    begins = null;
  }
  return pieces.join('') + text.slice(written);
}

/**
 * One cell of a CSV file (RFC 4180), inert, also behind each character that another program may read as its end.
 * Everything that is exported as CSV goes through here.
 *
 * @param value numbers stay numbers; null is an empty cell
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = inertWithin(inertCell(value));
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row of a CSV file with its line end. */
export const csvRow = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
