import { Buffer } from 'node:buffer';
import { type Change, endOfTag } from '../package/byte-changes.js';
import { escapeXml } from '../package/xml-text.js';
import type { CellValue } from '../types.js';
import type { DataElement, Target } from './find-cells.js';
import { cellReference } from './references.js';

export interface CellWrite {
  target: Target;
  value: CellValue;
  /** The style of a cell that is not there yet; one that is keeps its own. */
  style: string | null;
}

/**
 * What has to change in a sheet for cells to hold other values. A cell keeps all that it has but its type and value;
 * missing cells and rows are put in where they belong.
 *
 * @param shared the numbers of texts that the workbook shares already
 */
export function changesOf(
  bytes: Buffer,
  data: DataElement,
  writes: readonly CellWrite[],
  shared: ReadonlyMap<string, number>,
): Change[] {
  const changes: Change[] = [];
  const inOrder = [...writes].sort(
    (a, b) => a.target.row - b.target.row || a.target.column - b.target.column,
  );
  /** Missing cells by the row they go to, in order. */
  const missing = new Map<number, CellWrite[]>();
  for (const write of inOrder) {
    const { cell, row } = write.target;
    if (cell) changes.push(changedCell(bytes, write, shared));
    else missing.set(row, [...(missing.get(row) ?? []), write]);
  }
  /** New rows and cells by where they go, in order. */
  const added = new Map<number, string>();
  const add = (at: number, text: string) => added.set(at, (added.get(at) ?? '') + text);
  let firstRows = '';
  for (const [number, cells] of missing) {
    const { rowElement } = cells[0]!.target;
    const prefix = rowElement?.prefix ?? data.prefix;
    const texts = cells.map((write) => newCell(write, prefix, shared));
    if (!rowElement) {
      const text = `<${prefix}row r="${number}">${texts.join('')}</${prefix}row>`;
      if (data.empty) firstRows += text;
      else add(cells[0]!.target.insertAt!, text);
    } else if (rowElement.empty) {
      changes.push(opened(bytes, rowElement.start, rowElement.openEnd, `${prefix}row`, texts.join('')));
    } else for (const [i, { target }] of cells.entries()) add(target.insertAt!, texts[i]!);
  }
  if (firstRows !== '')
    changes.push(opened(bytes, data.open.start, data.open.end, `${data.prefix}sheetData`, firstRows));
  for (const [at, text] of added) changes.push({ start: at, end: at, content: Buffer.from(text) });
  return changes;
}

/** An element that is closed by its own tag gets content. */
function opened(bytes: Buffer, start: number, end: number, name: string, content: string): Change {
  const slash = bytes.lastIndexOf('/', end - 1);
  return {
    start: Math.max(start, slash),
    end,
    content: Buffer.from(`>${content}</${name}>`),
  };
}

function changedCell(
  bytes: Buffer,
  { target, value }: CellWrite,
  shared: ReadonlyMap<string, number>,
): Change {
  const cell = target.cell!;
  const { type, content } = valueXml(value, cell.prefix, shared);
  const tagEnd = endOfTag(bytes, cell.openEnd, cell.empty);
  const { typeSpan, rest } = cell;
  const tag = typeSpan
    ? [bytes.subarray(cell.start, typeSpan.start), bytes.subarray(typeSpan.end, tagEnd)]
    : [bytes.subarray(cell.start, tagEnd)];
  const inner = [Buffer.from(content), rest ? bytes.subarray(rest.start, rest.end) : Buffer.alloc(0)];
  const isEmpty = inner.every(({ length }) => length === 0);
  const pieces = isEmpty
    ? [...tag, Buffer.from(`${type}/>`)]
    : [...tag, Buffer.from(`${type}>`), ...inner, Buffer.from(`</${cell.prefix}c>`)];
  return { start: cell.start, end: cell.end, content: Buffer.concat(pieces) };
}

function newCell(
  { target, value, style }: CellWrite,
  prefix: string,
  shared: ReadonlyMap<string, number>,
): string {
  const { type, content } = valueXml(value, prefix, shared);
  const look = style === null ? '' : ` s="${escapeXml(style)}"`;
  return `<${prefix}c r="${cellReference(target.row, target.column)}"${look}${type}>${content}</${prefix}c>`;
}

function valueXml(
  value: CellValue,
  prefix: string,
  shared: ReadonlyMap<string, number>,
): { type: string; content: string } {
  const v = (text: string) => `<${prefix}v>${text}</${prefix}v>`;
  switch (typeof value) {
    case 'number':
      return { type: '', content: v(String(value)) };
    case 'boolean':
      return { type: ' t="b"', content: v(value ? '1' : '0') };
    case 'string': {
      const index = shared.get(value);
      if (index !== undefined) return { type: ' t="s"', content: v(String(index)) };
      const text = `<${prefix}t xml:space="preserve">${escapeXml(escapedForCell(value))}</${prefix}t>`;
      return { type: ' t="inlineStr"', content: `<${prefix}is>${text}</${prefix}is>` };
    }
    default:
      return { type: '', content: '' };
  }
}

/** What would read as a character written by its number (ECMA-376 part 1, 22.9.2.19) gets its first sign written so. */
export const escapedForCell = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
