import {
  type Block,
  type BlockKind,
  type ExtractedDocument,
  extractDocument,
} from '../../src/formats/index.js';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import type { ExtractedQuestion } from '../../src/rfp/extraction-types.js';

type BlockSketch = Partial<Pick<Block, 'number' | 'level' | 'furniture' | 'page'>> & {
  kind?: BlockKind;
  text?: string;
  /** Cells of a table row; the first row of a table is its header. */
  cells?: string[];
};

const BETWEEN_BLOCKS = '\n\n';

/** Builds a document from sketches of its blocks: a string is a paragraph. Rows in a run are one table. */
export function documentOf(...sketches: (string | BlockSketch)[]): ExtractedDocument {
  // In parts: to look into a text that still grows copies all of it, and some documents here are long.
  const parts: string[] = [];
  let length = 0;
  let table = -1;
  let row = 0;
  const blocks = sketches.map((sketch, position): Block => {
    const { cells, ...given } = typeof sketch === 'string' ? { text: sketch } : sketch;
    const follows =
      position > 0 &&
      typeof sketches[position - 1] === 'object' &&
      'cells' in (sketches[position - 1] as object);
    if (cells) {
      row = follows ? row + 1 : 0;
      if (!follows) table++;
    }
    const start = length + (position > 0 ? BETWEEN_BLOCKS.length : 0);
    let end = start;
    const spans = (cells ?? []).map((cell, column) => {
      const from = column > 0 ? end + 1 : end;
      end = from + cell.length;
      return { start: from, end };
    });
    const text = (cells ?? []).join('\t') + (given.text ?? '');
    length = start + text.length;
    parts.push(text);
    return {
      position,
      kind: cells ? 'table-row' : (given.kind ?? 'paragraph'),
      text,
      start,
      end: length,
      page: given.page ?? null,
      number: given.number ?? null,
      level: given.level ?? (given.kind === 'heading' || given.kind === 'list-item' ? 1 : null),
      furniture: given.furniture ?? null,
      row: cells ? { table, index: row, isHeader: row === 0, cells: spans } : null,
    };
  });
  return { format: 'text', text: parts.join(BETWEEN_BLOCKS), pageCount: null, blocks };
}

export const heading = (text: string, level = 1, number: string | null = null): BlockSketch => ({
  kind: 'heading',
  text,
  level,
  number,
});
export const item = (text: string, number: string | null = null, level = 1): BlockSketch => ({
  kind: 'list-item',
  text,
  number,
  level,
});

/** What is found in a plain text, each as "kind: words" on one line. */
export async function findIn(text: string, format: 'text' | 'markdown' = 'text'): Promise<string[]> {
  return found(extractLocally(await extractDocument(new TextEncoder().encode(text), format)).questions);
}

export const found = (questions: ExtractedQuestion[]) =>
  questions.map(({ kind, text }) => `${kind}: ${text.replace(/\s+/g, ' ')}`);
