import writeExcelFile from 'write-excel-file/node';
import { escapedForCell } from '../ooxml/workbook/write-cells.js';
import { COLUMNS, type Column, cellOf, fingerprintOf } from './columns.js';
import type { AnswerRow } from './types.js';

/** The most characters that a cell holds. */
const MAX_CHARACTERS = 32_767;
const TOO_LONG =
  'This text is too long for a cell; it is in the workflow, and nothing entered here is taken over.';

const WIDTHS: Record<Column, number> = {
  number: 10,
  question: 60,
  answer: 80,
  comment: 40,
  sources: 40,
  status: 16,
  key: 12,
  exported: 12,
};

/**
 * Writes answers as a plain workbook that people can work on offline: number, question, answer, comment, sources, status, and
 * what tells on return which answer a row is and whether it was changed meanwhile. Texts are texts, also where they
 * begin like formulas.
 */
export async function writeAnswerSheet(rows: readonly AnswerRow[]): Promise<Uint8Array> {
  const columns = Object.keys(COLUMNS) as Column[];
  const header = columns.map((column) => ({
    value: COLUMNS[column],
    type: String,
    fontWeight: 'bold' as const,
  }));
  const data = rows.map((row) => {
    const fits = (text: string) => cellOf(text).length <= MAX_CHARACTERS;
    const cells: Record<Column, string> = {
      ...row,
      number: row.number ?? '',
      answer: fits(row.answer) ? row.answer : TOO_LONG,
      comment: fits(row.comment) ? row.comment : TOO_LONG,
      exported: [row.answer, row.comment].map((text) => (fits(text) ? fingerprintOf(text) : '-')).join(' '),
    };
    return columns.map((column) => {
      const value = cellOf(cells[column]).slice(0, MAX_CHARACTERS);
      return value === ''
        ? null
        : { value: escapedForCell(value), type: String, wrap: true, alignVertical: 'top' as const };
    });
  });
  const buffer = await writeExcelFile([header, ...data], {
    sheet: 'Answers',
    columns: columns.map((column) => ({ width: WIDTHS[column] })),
    stickyRowsCount: 1,
  }).toBuffer();
  return new Uint8Array(buffer);
}
