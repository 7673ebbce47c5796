import { type LeftOutKind, LeftOuts } from './left-out.js';
import { markerOf } from './text/markers.js';
import type {
  Block,
  BlockKind,
  ExtractedDocument,
  Furniture,
  ReadDocument,
  SourceFormat,
  Span,
} from './types.js';

/** A block before it is placed: offsets into a text that is already final. */
export interface Draft extends Span {
  kind: BlockKind;
  number?: string | null;
  level?: number | null;
  furniture?: Furniture | null;
  page?: number | null;
  row?: Block['row'];
}

/** What an extractor says of a piece of text; the Composer finds its offsets. */
export interface Piece extends Omit<Draft, 'start' | 'end' | 'row'> {
  text: string;
  /** What stands before the text and is not part of the block: a number or a bullet. */
  mark?: string | null;
}

const isSpace = (text: string, at: number) => /\s/.test(text.charAt(at));

/** Places drafts that are in order over `source`: trims their spans, drops empty ones, numbers the rest. */
export function toDocument(
  format: SourceFormat,
  source: string,
  drafts: Draft[],
  pageCount: number | null = null,
  leftOut = new LeftOuts(),
): ReadDocument {
  // Neither PostgreSQL nor XML holds half a character or a NUL; what stands for it is as long, so no offset moves.
  const text = source.toWellFormed().replaceAll('\0', '\ufffd');
  const blocks: Block[] = [];
  for (const draft of drafts) {
    let { start, end } = draft;
    if (draft.kind !== 'table-row') {
      while (start < end && isSpace(text, start)) start++;
      while (end > start && isSpace(text, end - 1)) end--;
    }
    const slice = text.slice(start, end);
    if (slice.trim() === '') continue;
    blocks.push({
      position: blocks.length,
      kind: draft.kind,
      text: slice,
      start,
      end,
      page: draft.page ?? null,
      number: draft.number ?? null,
      level: draft.level ?? null,
      furniture: draft.furniture ?? null,
      row: draft.row ?? null,
    });
  }
  return { format, text, pageCount, blocks, leftOut: leftOut.list(), pages: null };
}

/** Builds the text of a document and its blocks together, for formats that have no text of their own. */
export class Composer {
  readonly #parts: string[] = [];
  readonly #drafts: Draft[] = [];
  #length = 0;
  #tables = 0;

  /** The number of the next table, from 0. */
  nextTable(): number {
    return this.#tables++;
  }

  constructor(private readonly leftOut = new LeftOuts()) {}

  #write(text: string) {
    this.#parts.push(text);
    this.#length += text.length;
  }

  /**
   * Appends one block; blank text is left out.
   * @returns where it stands, with its mark; null where it is left out
   */
  add({ text, mark, ...piece }: Piece): Span | null {
    const trimmed = text.trim();
    if (trimmed === '' && !mark) return null;
    if (this.#length > 0) this.#write('\n\n');
    const whole = this.#length;
    if (mark) this.#write(`${mark} `);
    const start = this.#length;
    this.#write(trimmed);
    this.#drafts.push({ ...piece, start, end: this.#length });
    return { start: whole, end: this.#length };
  }

  /**
   * Appends one table row, cells set apart by tabs; a row of blank cells is left out.
   * @returns where its cells stand; null where it is left out
   */
  addRow(
    cells: string[],
    place: Omit<NonNullable<Block['row']>, 'cells'>,
    piece: Omit<Piece, 'text' | 'kind'>,
  ): Span[] | null {
    if (cells.every((cell) => cell.trim() === '')) return null;
    if (this.#length > 0) this.#write(place.index === 0 ? '\n\n' : '\n');
    const start = this.#length;
    const spans: Span[] = [];
    for (const [index, cell] of cells.entries()) {
      if (index > 0) this.#write('\t');
      const from = this.#length;
      this.#write(cell.trim());
      spans.push({ start: from, end: this.#length });
    }
    this.#drafts.push({
      ...piece,
      kind: 'table-row',
      start,
      end: this.#length,
      row: { ...place, cells: spans },
    });
    return spans;
  }

  /** Appends the blocks of another document, as one that is part of this one. */
  append({ text, blocks }: ExtractedDocument, furniture: Furniture | null) {
    const tables = new Map<number, number>();
    let end = 0;
    for (const block of blocks) {
      const before = text.slice(end, block.start).trim();
      end = block.end;
      const piece = { furniture: furniture ?? block.furniture };
      if (block.row) {
        const table = tables.get(block.row.table) ?? this.nextTable();
        tables.set(block.row.table, table);
        const cells = block.row.cells.map(({ start, end }) => text.slice(start, end));
        this.addRow(cells, { ...block.row, table }, piece);
      } else {
        // Rules and underlines stand between blocks, too.
        const mark = before === block.number || markerOf(`${before} x`) ? before : block.number;
        this.add({ ...block, ...piece, mark });
      }
    }
  }

  /** Notes that something was seen and is not read. @param page from 1, where the format has pages */
  leaveOut(kind: LeftOutKind, page: number | null = null, count = 1) {
    this.leftOut.add(kind, page, count);
  }

  toDocument(format: SourceFormat, pageCount: number | null = null): ReadDocument {
    return toDocument(format, this.#parts.join(''), this.#drafts, pageCount, this.leftOut);
  }
}
