import type { Draft, Piece } from '../draft.js';
import type { Sink } from '../html/reader.js';
import type { Span } from '../types.js';

/**
 * Puts blocks that were read of a piece of a text where they stand in it; what stood around them becomes white space,
 * so that no offset moves. What is shorter without its marks than with them begins where it began and ends earlier.
 */
export class Overlay implements Sink {
  readonly drafts: Draft[] = [];
  readonly #parts: string[] = [];
  #length = 0;

  /** @param start where the piece stands in the text */
  constructor(
    private readonly size: number,
    private readonly start: number,
    readonly nextTable: () => number,
  ) {}

  add({ text, mark, ...piece }: Piece, at: number | null) {
    const trimmed = text.trim();
    if (trimmed === '' && !mark) return;
    const before = mark ? `${mark} ` : '';
    this.#fill(Math.max(0, (at ?? this.#length) - before.length), '\n\n');
    this.#put(before);
    this.drafts.push({ ...piece, ...this.#put(trimmed) });
  }

  addRow(
    cells: string[],
    place: { table: number; index: number; isHeader: boolean },
    piece: Omit<Piece, 'text' | 'kind'>,
    at: (number | null)[],
  ) {
    this.#fill(at.find((each) => each !== null) ?? this.#length, place.index === 0 ? '\n\n' : '\n');
    const spans: Span[] = [];
    for (const [index, cell] of cells.entries()) {
      const from = at[index] ?? null;
      if (index > 0 && from !== null) this.#fill(from, '| ');
      spans.push(this.#put(cell.trim()));
    }
    const [start, end] = [spans[0]!.start, spans.at(-1)!.end];
    this.drafts.push({ ...piece, kind: 'table-row', start, end, row: { ...place, cells: spans } });
  }

  /** The text in place of the piece, as long as that. */
  text(): string {
    this.#fill(this.size, '\n\n');
    return this.#parts.join('');
  }

  /** White space up to a place, with what sets the next block or cell apart at its end, as far as there is room. */
  #fill(to: number, separator: string) {
    const room = Math.min(to, this.size) - this.#length;
    if (room <= 0) return;
    this.#parts.push(separator.slice(-room).padStart(room));
    this.#length += room;
  }

  #put(text: string): Span {
    const kept = text.slice(0, this.size - this.#length);
    const start = this.start + this.#length;
    this.#parts.push(kept);
    this.#length += kept.length;
    return { start, end: start + kept.length };
  }
}
