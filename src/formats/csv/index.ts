import Papa from 'papaparse';
import { Composer } from '../draft.js';
import { tooManyCells } from '../errors.js';
import { MAX_CELLS } from '../limits.js';
import type { ReadDocument } from '../types.js';

const SEPARATORS = [',', ';', '\t', '|'];
/** How many rows tell the separator. */
const SAMPLE_ROWS = 50;

/**
 * Reads separated values (RFC 4180; comma, semicolon, tab or bar between them) as one table. Formulas are text: nothing
 * calculates them. Rows may have different numbers of cells.
 *
 * @throws DomainError `file-too-large`
 */
export function extractCsv(source: string): ReadDocument {
  // Excel writes and reads the separator as a line of its own.
  const declared = /^sep=([,;\t|])\n/i.exec(source);
  const text = declared ? source.slice(declared[0].length) : source;
  const separator = declared?.[1] ?? separatorOf(text);
  const rows = rowsOf(text, separator);
  const composer = new Composer();
  const isHeader = rows.length > 1 && isHeaderRow(rows[0]!.cells);
  for (const [index, { number, cells }] of rows.entries()) {
    const sheet = { name: null, row: number, columns: cells.map((_cell, column) => column) };
    composer.addRow(cells, { table: 0, index, isHeader: isHeader && index === 0, sheet }, {});
  }
  return composer.toDocument('csv');
}

/** Rows that say something, with their numbers from 1, as a spreadsheet counts them. */
function rowsOf(text: string, separator: string): { number: number; cells: string[] }[] {
  const rows: { number: number; cells: string[] }[] = [];
  let number = 0;
  let count = 0;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    step: ({ data }, parser) => {
      if (count > MAX_CELLS) return parser.abort();
      // Empty cells at the end are left over from longer rows; a sheet of a million empty rows has nothing else.
      let last = data.length;
      while (last > 0 && data[last - 1]!.trim() === '') last--;
      count += last;
      number++;
      if (last > 0) rows.push({ number, cells: data.slice(0, last).map((cell) => cell.replace(/\t/g, ' ')) });
    },
  });
  if (count > MAX_CELLS) throw tooManyCells(MAX_CELLS);
  return rows;
}

/** The separator that cuts the most rows into the same number of cells, more than one. */
function separatorOf(text: string): string {
  let best = { separator: ',', score: 0 };
  for (const separator of SEPARATORS) {
    const { data } = Papa.parse<string[]>(text.slice(0, 200_000), {
      delimiter: separator,
      preview: SAMPLE_ROWS,
      skipEmptyLines: true,
    });
    const counts = new Map<number, number>();
    for (const { length } of data) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
    const score = Math.max(0, ...counts.values()) / Math.max(1, data.length);
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Whether the first row names the columns: short texts, none of them twice, none a number or a sentence. */
function isHeaderRow(cells: string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return (
    names.length > 0 &&
    new Set(names).size === names.length &&
    names.every((name) => name.length <= 80 && /\p{L}|^#$/u.test(name) && !/[.;!]$/.test(name)) &&
    !names.every((name) => name.endsWith('?'))
  );
}
