import { Composer } from '../draft.js';
import { corruptFile, tooManyCells } from '../errors.js';
import { type ExtractLimits, MAX_CELLS } from '../limits.js';
import type { ReadDocument } from '../types.js';
import { Archive } from '../zip.js';
import { WORKBOOK } from './read-xml.js';
import { characterBudget, readSheet, type SheetRow } from './sheet.js';
import { readSharedStrings } from './strings.js';
import { readStyles } from './styles.js';
import { readWorkbook } from './workbook.js';

/**
 * Reads an Excel workbook (ECMA-376): each sheet that shows is a heading and a table. Numbers and dates read as Excel
 * shows them, formulas as the results that were saved with them; nothing is calculated, run or fetched.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted` or `file-too-large`
 */
export async function extractXlsx(bytes: Uint8Array, limits: ExtractLimits): Promise<ReadDocument> {
  const archive = await Archive.open(bytes, limits, WORKBOOK);
  const { sheets, from1904 } = await readWorkbook(archive);
  if (sheets.length === 0) throw corruptFile(WORKBOOK, new Error('it lists no sheet'));
  const styleOf = await readStyles(archive);
  const shared = await readSharedStrings(archive);
  const composer = new Composer();
  const spend = characterBudget();
  let cells = 0;
  for (const { name, path, hidden } of sheets) {
    if (hidden) {
      composer.leaveOut('HIDDEN_SHEETS');
      continue;
    }
    const rows = await readSheet({ pieces: archive.pieces(path), shared, styleOf, from1904, spend });
    if (rows.length === 0) continue;
    const columns = columnsOf(rows);
    cells += rows.length * columns.length;
    if (cells > MAX_CELLS) throw tooManyCells(MAX_CELLS);
    composer.add({ kind: 'heading', level: 1, text: name.replace(/\s+/g, ' ') });
    const table = composer.nextTable();
    const header = headerOf(rows);
    for (const [index, row] of rows.entries()) {
      const sheet = { name, row: row.number, columns };
      const place = { table, index, isHeader: index === header, sheet };
      composer.addRow(
        columns.map((column) => row.cells.get(column) ?? ''),
        place,
        {},
      );
    }
  }
  return composer.toDocument('xlsx');
}

/** The columns that any row has something in, in order; those between them are not shown. */
const columnsOf = (rows: SheetRow[]) =>
  [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort((a, b) => a - b);

const MOST_ROWS_ABOVE = 30;

/** Which row names the columns: the first with several texts, all set apart by bold type or color; -1 for none. */
function headerOf(rows: SheetRow[]): number {
  const found = rows
    .slice(0, MOST_ROWS_ABOVE)
    .findIndex(({ cells, stands, isText }) => cells.size > 1 && stands && isText && isShort(cells));
  return found === rows.length - 1 ? -1 : found;
}

const isShort = (cells: Map<number, string>) => [...cells.values()].every((text) => text.length <= 120);
