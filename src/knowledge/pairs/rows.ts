import type { Block, ExtractedDocument, Span } from '../../formats/index.js';

export interface Row {
  block: Block;
  cells: string[];
  spans: Span[];
}

/** The tables of a document by number, without what is page furniture. */
export function tablesOf({ blocks, text }: ExtractedDocument): Map<number, Row[]> {
  const tables = new Map<number, Row[]>();
  for (const block of blocks) {
    if (!block.row || block.furniture !== null) continue;
    const spans = block.row.cells;
    const row = { block, spans, cells: spans.map(({ start, end }) => text.slice(start, end).trim()) };
    const rows = tables.get(block.row.table);
    if (rows) rows.push(row);
    else tables.set(block.row.table, [row]);
  }
  return tables;
}

export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
