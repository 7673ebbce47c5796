import { child, type Element, isOn, valOf } from './xml.js';

export interface TableRow {
  element: Element;
  cells: Element[];
}

export interface TableCell {
  text: string;
  /** Whether all of its text is bold. */
  bold: boolean;
  shaded: boolean;
}

/** Columns that one cell may span; Word allows 63. */
const MAX_SPAN = 63;
const MAX_NESTING = 12;

/** Reads a paragraph, or a document that stands in place of some, and gives the text boxes that hang on it. */
type ReadParagraph = (paragraph: Element) => { text: string; bold: boolean; boxes: Element[] };

/** The elements with one of these names, those inside content controls and insertions included. */
function unwrap(parent: Element, name: string): Element[] {
  const found: Element[] = [];
  for (const element of parent.children) {
    if (element.name === name) found.push(element);
    else if (['sdt', 'sdtContent', 'customXml', 'ins', 'moveTo'].includes(element.name))
      found.push(...unwrap(element, name));
  }
  return found;
}

/** The rows of a table without those that were deleted under revision control. */
export function rowsOf(table: Element): TableRow[] {
  return unwrap(table, 'tr')
    .filter((row) => !child(child(row, 'trPr'), 'del'))
    .map((element) => ({ element, cells: unwrap(element, 'tc') }));
}

const spanOf = (text: string | undefined) =>
  Math.min(MAX_SPAN, Math.max(1, Number.parseInt(text ?? '1', 10) || 1));

/**
 * The cells of a row by column: a cell over several columns is followed by empty ones, and a cell that
 * continues one of the row above is empty, so that the same index means the same column in every row.
 */
export function readRow(row: TableRow, readParagraph: ReadParagraph): TableCell[] {
  const empty = (): TableCell => ({ text: '', bold: false, shaded: false });
  const before = Number.parseInt(valOf(child(row.element, 'trPr'), 'gridBefore') ?? '0', 10) || 0;
  const cells: TableCell[] = Array.from({ length: Math.min(before, MAX_SPAN) }, empty);
  for (const element of row.cells) {
    const properties = child(element, 'tcPr');
    const merge = child(properties, 'vMerge');
    const continued = merge !== undefined && (merge.attributes.val ?? 'continue') === 'continue';
    const fill = child(properties, 'shd')?.attributes.fill ?? 'auto';
    const lines: string[] = [];
    const state = { bold: true };
    readCell(element, readParagraph, lines, state, 0);
    cells.push({
      // Word hides what a continued cell holds.
      text: continued ? '' : lines.join('\n'),
      bold: lines.length > 0 && state.bold,
      shaded: !/^(?:auto|ffffff)$/i.test(fill),
    });
    for (let extra = spanOf(valOf(properties, 'gridSpan')); extra > 1; extra--) cells.push(empty());
  }
  return cells;
}

/** The text of a cell in order, one line a paragraph; a table inside it becomes lines of tabbed cells. */
function readCell(
  cell: Element,
  readParagraph: ReadParagraph,
  lines: string[],
  state: { bold: boolean },
  depth: number,
) {
  for (const element of cell.children) {
    if (element.name === 'p' || element.name === 'altChunk') {
      const { text, bold, boxes } = readParagraph(element);
      if (text !== '') {
        lines.push(text);
        if (!bold) state.bold = false;
      }
      if (depth < MAX_NESTING) for (const box of boxes) readCell(box, readParagraph, lines, state, depth + 1);
    } else if (element.name === 'tbl' && depth < MAX_NESTING) {
      for (const row of rowsOf(element)) {
        const inner = readRow(row, readParagraph).map((nested) => nested.text.replace(/\n/g, ' '));
        const line = inner.filter((text) => text !== '').join('\t');
        if (line !== '') lines.push(line);
      }
      state.bold = false;
    } else if (element.name !== 'tcPr') readCell(element, readParagraph, lines, state, depth);
  }
}

/** Whether a row names the columns: marked so, or the first one and set apart by bold type or shading. */
export function isHeaderRow(row: TableRow, cells: TableCell[], index: number, rows: number): boolean {
  if (isOn(child(row.element, 'trPr'), 'tblHeader')) return true;
  if (index > 0 || rows < 2) return false;
  const filled = cells.filter((cell) => cell.text !== '');
  return (
    filled.length > 1 &&
    filled.every((cell) => cell.text.length <= 100 && !/[.;]$/.test(cell.text)) &&
    (filled.every((cell) => cell.bold) || filled.every((cell) => cell.shaded))
  );
}
