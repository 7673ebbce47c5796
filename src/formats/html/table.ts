import { tooManyCells } from '../errors.js';
import { MAX_CELLS } from '../limits.js';
import {
  attribute,
  childrenOf,
  type Element,
  isBlock,
  isElement,
  isSeen,
  numberOf,
  standIn,
  startOf,
} from './elements.js';
import { InlineText } from './inline.js';

export interface Cell {
  text: string;
  /** Where in the source its text begins, or would; null where that is not known, and for cells that are there for others. */
  at: number | null;
}

export interface TableRow {
  cells: Cell[];
  isHeader: boolean;
}

const NO_CELL: Cell = { text: '', at: null };

/** More columns than this under one cell are there to do harm. */
const MAX_SPAN = 1000;

const seenChildren = (element: Element): Element[] =>
  childrenOf(element).filter((node): node is Element => isElement(node) && isSeen(node));

const sectionsOf = (table: Element) =>
  seenChildren(table).flatMap((part) =>
    part.tagName === 'tr' ? [{ row: part, inHead: false }] : rowsOf(part),
  );
const rowsOf = (part: Element) =>
  /^(?:thead|tbody|tfoot)$/.test(part.tagName)
    ? seenChildren(part)
        .filter(({ tagName }) => tagName === 'tr')
        .map((row) => ({ row, inHead: part.tagName === 'thead' }))
    : [];
const cellsOf = (row: Element) =>
  seenChildren(row).filter(({ tagName }) => tagName === 'td' || tagName === 'th');

/** Whether a table only arranges the page: it says so, has one column, or holds headings or other tables. */
export function isLayout(table: Element): boolean {
  if (/^(?:presentation|none)$/i.test(attribute(table, 'role') ?? '')) return true;
  const rows = sectionsOf(table).map(({ row }) => cellsOf(row));
  if (rows.every((cells) => cells.length <= 1)) return true;
  const isMarked = rows.some((cells) => cells.some(({ tagName }) => tagName === 'th'));
  return (
    !isMarked &&
    rows.some((cells) => cells.some((cell) => holds(cell, /^(?:table|h[1-3]|nav|form|article)$/)))
  );
}

const holds = (element: Element, names: RegExp): boolean =>
  seenChildren(element).some((child) => names.test(child.tagName) || holds(child, names));

/**
 * The rows of a table by column: a cell over several columns is followed by empty ones, and one over several rows has
 * empty ones below it, so that the same index means the same column in every row.
 */
export function readTable(table: Element): { caption: Cell | null; rows: TableRow[] } {
  const caption = seenChildren(table).find(({ tagName }) => tagName === 'caption');
  const rows: TableRow[] = [];
  /** How many more rows the cell above reaches down, by column. */
  let reaching: number[] = [];
  let count = 0;
  for (const { row, inHead } of sectionsOf(table)) {
    const cells: Cell[] = [];
    const below: number[] = [];
    const given = cellsOf(row);
    const leave = () => {
      while ((reaching[cells.length] ?? 0) > 0) {
        below[cells.length] = reaching[cells.length]! - 1;
        cells.push(NO_CELL);
      }
    };
    for (const cell of given) {
      leave();
      const down = (numberOf(cell, 'rowspan', 1, 65_534) ?? 1) - 1;
      const across = numberOf(cell, 'colspan', 1, MAX_SPAN) ?? 1;
      for (let column = 0; column < across; column++) {
        below[cells.length] = down;
        cells.push(column === 0 ? cellOf(cell) : NO_CELL);
      }
      if (count + cells.length > MAX_CELLS) throw tooManyCells(MAX_CELLS);
    }
    leave();
    reaching = below;
    count += cells.length;
    const isHeader = given.length > 1 && (inHead || given.every(({ tagName }) => tagName === 'th'));
    rows.push({ cells, isHeader });
  }
  return { caption: caption ? cellOf(caption) : null, rows };
}

/** Terms and their definitions as rows of two cells; null where the list holds something else. */
export function termRows(list: Element): TableRow[] | null {
  const parts = seenChildren(list).flatMap((part) => (part.tagName === 'div' ? seenChildren(part) : [part]));
  if (parts.length === 0 || parts.some(({ tagName }) => tagName !== 'dt' && tagName !== 'dd')) return null;
  const rows: TableRow[] = [];
  let open: { terms: Cell[]; definitions: Cell[] } = { terms: [], definitions: [] };
  const joined = (cells: Cell[]): Cell => ({
    text: cells.map(({ text }) => text).join('\n'),
    at: cells[0]?.at ?? null,
  });
  const close = () => {
    if (open.terms.length + open.definitions.length > 0)
      rows.push({ cells: [joined(open.terms), joined(open.definitions)], isHeader: false });
    open = { terms: [], definitions: [] };
  };
  for (const part of parts) {
    if (part.tagName === 'dt' && open.definitions.length > 0) close();
    (part.tagName === 'dt' ? open.terms : open.definitions).push(cellOf(part));
  }
  close();
  return rows;
}

/** The text of a cell: one line a paragraph or item, a table inside it as lines of tabbed cells. */
function cellOf(cell: Element): Cell {
  const lines: string[] = [];
  const text = new InlineText();
  let at: number | null = null;
  const flush = () => {
    const line = text.take();
    if (line === '') return;
    at ??= text.from;
    lines.push(line.replace(/\t/g, ' '));
  };
  const walk = (element: Element, preformatted: boolean) => {
    for (const node of childrenOf(element)) {
      if (!isElement(node)) {
        if (node.nodeName === '#text' && 'value' in node) text.add(node.value, preformatted, startOf(node));
        continue;
      }
      if (!isSeen(node)) continue;
      const instead = standIn(node);
      if (node.tagName === 'br') text.breakLine();
      else if (instead !== null) text.add(instead, false, startOf(node));
      else if (node.tagName === 'tr') {
        flush();
        const cells = cellsOf(node).map(cellOf);
        at ??= cells.find((each) => each.text !== '')?.at ?? null;
        const inner = cells.map((each) => each.text.replace(/\n/g, ' '));
        const line = inner.filter((each) => each !== '').join('\t');
        if (line !== '') lines.push(line);
      } else {
        if (isBlock(node)) flush();
        if (node.tagName === 'li') text.add(lines.length > 0 || cell !== element ? '• ' : '');
        walk(node, preformatted || node.tagName === 'pre');
        if (isBlock(node)) flush();
      }
    }
  };
  walk(cell, false);
  flush();
  return { text: lines.join('\n'), at: at ?? cell.sourceCodeLocation?.startTag?.endOffset ?? null };
}
