import type { Paragraph } from './story.js';

/** A row of cells by column; the same index means the same column in every row of a table. */
export interface DocRow {
  cells: { text: string; bold: boolean }[];
  isHeader: boolean;
}

export type Part = { kind: 'paragraphs'; paragraphs: Paragraph[] } | { kind: 'table'; rows: DocRow[] };

interface RawRow {
  cells: Paragraph[][];
  edges: number[] | null;
  isHeader: boolean;
}

/** Edges that lie no further apart are one: 3 points, in twips. */
const SAME_EDGE = 60;

/** Tells the tables of a story from its other paragraphs, in order. A frame around text is no table. */
export function partsOf(paragraphs: Paragraph[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < paragraphs.length) {
    const from = at;
    const isTable = paragraphs[at]!.depth > 0;
    while (at < paragraphs.length && paragraphs[at]!.depth > 0 === isTable) at++;
    const these = paragraphs.slice(from, at);
    const rows = isTable ? rowsOf(these) : [];
    if (rows.some(({ cells }) => cells.length > 1)) parts.push({ kind: 'table', rows: aligned(rows) });
    else
      parts.push({
        kind: 'paragraphs',
        paragraphs: isTable ? these.filter(({ ends }) => ends !== 'row') : these,
      });
  }
  return parts;
}

function rowsOf(paragraphs: Paragraph[]): RawRow[] {
  const rows: RawRow[] = [];
  let cells: Paragraph[][] = [];
  let open: Paragraph[] = [];
  for (const paragraph of paragraphs) {
    const isOuter = paragraph.depth === 1;
    if (!isOuter || paragraph.ends !== 'row') open.push(paragraph);
    if (!isOuter || paragraph.ends === 'paragraph') continue;
    if (paragraph.ends === 'cell') {
      cells.push(open);
      open = [];
      continue;
    }
    // A file that was cut may lack the end of a cell.
    if (open.length > 0) cells.push(open);
    rows.push({ cells, edges: paragraph.edges, isHeader: paragraph.isHeader });
    [cells, open] = [[], []];
  }
  if (open.length > 0) cells.push(open);
  if (cells.length > 0) rows.push({ cells, edges: null, isHeader: false });
  return rows;
}

/** Rows by column: a cell over several columns is followed by empty ones, as in the reader of .docx. */
function aligned(rows: RawRow[]): DocRow[] {
  const edges = gridOf(rows);
  return rows.map((row) => {
    const cells: DocRow['cells'] = [];
    for (const [index, paragraphs] of row.cells.entries()) {
      const column = row.edges && columnAt(edges, row.edges[index]);
      while (column !== null && column !== undefined && cells.length < column)
        cells.push({ text: '', bold: false });
      cells.push(cellOf(paragraphs));
    }
    const end = row.edges && columnAt(edges, row.edges[row.cells.length]);
    while (end !== null && end !== undefined && cells.length < end) cells.push({ text: '', bold: false });
    return { cells, isHeader: row.isHeader };
  });
}

/** The edges of all rows from left to right, each once. */
function gridOf(rows: RawRow[]): number[] {
  const all = [...new Set(rows.flatMap(({ edges }) => edges ?? []))].sort((one, other) => one - other);
  const grid: number[] = [];
  for (const edge of all) if (grid.length === 0 || edge - grid.at(-1)! > SAME_EDGE) grid.push(edge);
  return grid;
}

/** How many columns begin left of an edge; undefined where there is none. */
function columnAt(grid: number[], edge: number | undefined): number | undefined {
  if (edge === undefined) return undefined;
  const at = grid.findLastIndex((each) => each <= edge);
  return at < 0 ? undefined : at;
}

/** The text of a cell, one line a paragraph; a table inside it becomes lines of tabbed cells, in order. */
function cellOf(paragraphs: Paragraph[]): { text: string; bold: boolean } {
  const lines: string[] = [];
  let isBold = true;
  let inner: string[] = [];
  let open: string[] = [];
  const closeRow = () => {
    const line = [...inner, ...open].filter((text) => text !== '').join('\t');
    if (line !== '') lines.push(line);
    [inner, open] = [[], []];
  };
  for (const { text, bold, depth, ends } of paragraphs) {
    const line = text.replace(/\t/g, ' ').trim();
    if (depth > 1) {
      if (line !== '' && ends !== 'row') open.push(line.replace(/\n/g, ' '));
      if (ends === 'cell') {
        inner.push(open.join(' '));
        open = [];
      }
      if (ends === 'row') closeRow();
      isBold = false;
    } else if (line !== '') {
      closeRow();
      lines.push(line);
      isBold &&= bold;
    }
  }
  closeRow();
  return { text: lines.join('\n'), bold: lines.length > 0 && isBold };
}
