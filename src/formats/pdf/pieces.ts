import type { Piece } from '../draft.js';
import type { Marker } from '../text/markers.js';
import {
  endsSentence,
  hasObligation,
  isAllCaps,
  isNamedPart,
  isNumberedHeading,
  isTitleCase,
} from '../text/shape.js';
import type { Furniture } from '../types.js';
import { continues, markerOfLine, type Open, type Setting } from './flow.js';
import type { Line, Page, Row } from './geometry.js';
import { measure, sizeOf } from './setting.js';

/** A piece with the lines that it is made of. */
export interface LinePiece extends Piece {
  lines: Line[];
}

export interface RowPiece {
  cells: string[];
  /** The lines that each cell is made of. */
  lines: Line[][];
  place: { table: number; index: number; isHeader: boolean };
  page: number;
}

/** Joins the lines of all pages into the pieces of the document, in reading order. */
export class PieceReader {
  readonly #pieces: (LinePiece | RowPiece)[] = [];
  readonly #setting: Setting;
  #open: (Open & { piece: LinePiece }) | null = null;
  #table: { last: Row; piece: RowPiece; header: string } | null = null;
  #tables = 0;
  /** Left edges of the items of the list being read, outermost first. */
  #indents: number[] = [];

  constructor(
    private readonly pages: Page[],
    private readonly furniture: Map<Line, Furniture>,
  ) {
    this.#setting = measure(pages, furniture);
  }

  read(): (LinePiece | RowPiece)[] {
    for (const page of this.pages) {
      for (const item of page.items) {
        if (item.kind === 'row') this.#row(item);
        else this.#line(item);
      }
    }
    return this.#pieces;
  }

  #line(line: Line) {
    const furniture = this.furniture.get(line);
    if (furniture) {
      // The paragraph around it stays open: it may go on over the page.
      const { text, page } = line;
      this.#pieces.push({ kind: 'paragraph', text, page, furniture, lines: [line] });
      return;
    }
    const marker = markerOfLine(line);
    const open = this.#open;
    if (open && continues(open, line, marker, this.#setting)) {
      const { hyphens } = this.#setting;
      const soft = open.last.soft === 'end';
      open.text = hyphens.join(open.text, line.text, soft);
      open.piece.text = hyphens.join(open.piece.text, line.text, soft);
      open.piece.lines.push(line);
      open.last = line;
      open.lines++;
      return;
    }
    this.#table = null;
    this.#start(line, marker);
  }

  #start(line: Line, marker: Marker | null) {
    const level = line.entered ? null : this.#headingLevel(line, marker);
    const title = level !== null && !marker ? /^(\d{1,2}) (?=\p{Lu})/u.exec(line.text) : null;
    // A box that was ticked, or left empty, says so: its mark is text.
    const isAnswer = marker?.kind === 'checkbox' && line.segments[0]!.runs[0]!.entered === true;
    const length = isAnswer ? 0 : (marker?.length ?? title?.[0].length ?? 0);
    const body = line.text.slice(length).trim();
    const alone = body === '';
    const piece: LinePiece = {
      lines: [line],
      kind: level !== null ? 'heading' : marker ? 'list-item' : 'paragraph',
      text: alone ? line.text : body,
      mark: length > 0 && !alone ? line.text.slice(0, length).trim() : null,
      number: alone ? null : (marker?.number ?? title?.[1] ?? null),
      level: level ?? (marker ? this.#depth(line, marker) : null),
      page: line.page,
      ...(line.entered && { furniture: 'entered' }),
    };
    if (!marker) this.#indents = [];
    this.#pieces.push(piece);
    this.#open = {
      first: line,
      last: line,
      lines: 1,
      marker,
      heading: level !== null,
      text: line.text,
      piece,
    };
  }

  /** How deep an item stands, by the left edges of the items above it. */
  #depth(line: Line, marker: Marker): number {
    if (marker.depth > 1) return marker.depth;
    while (this.#indents.length > 0 && this.#indents.at(-1)! > line.x0 + line.size * 0.6) this.#indents.pop();
    if (this.#indents.length === 0 || this.#indents.at(-1)! < line.x0 - line.size * 0.6)
      this.#indents.push(line.x0);
    return Math.min(9, this.#indents.length);
  }

  /** 1-based level by the producer's tag, the size of the type or the shape of the line; null for text. */
  #headingLevel(line: Line, marker: Marker | null): number | null {
    const tagged = /^H([1-6])?$/.exec(line.tag ?? '');
    if (tagged && line.text.length < 200 && isSetApart(line, marker, this.#setting))
      return tagged[1] ? Number(tagged[1]) : 1;
    const text = marker ? line.text.slice(marker.length).trim() : line.text;
    if (!line.upright || text.length > 120 || text.length < 3 || !/\p{L}{2}/u.test(text) || /_{3}/.test(text))
      return null;
    // An asterisk marks a field that must be filled in.
    if (/[*;,]$/.test(text) || (endsSentence(text) && !text.endsWith(':'))) return null;
    if (marker?.kind === 'bullet' || marker?.kind === 'checkbox') return null;
    const { body, common } = this.#setting;
    if (line.size > body * 1.12 && !common.has(sizeOf(line)))
      return line.size > body * 1.6 ? 1 : line.size > body * 1.3 ? 2 : 3;
    const plainItem = marker !== null && marker.depth === 1 && !line.bold && !isAllCaps(text);
    if (isNumberedHeading(line.text) && !plainItem) return Math.max(1, marker?.depth ?? 1);
    if (marker) return line.bold && !hasObligation(text) && (isTitleCase(text) || isAllCaps(text)) ? 3 : null;
    if (line.segments.length > 2) return null;
    if (isAllCaps(text) && (line.bold || text.length > 9)) return 3;
    if (isNamedPart(text)) return 3;
    if (text.endsWith(':') && !isTitleCase(text)) return null;
    return line.bold && !hasObligation(text) ? 4 : null;
  }

  #row(broken: Row) {
    const row = { ...broken, cells: broken.cells.map((cell) => this.#setting.hyphens.mendCell(cell)) };
    this.#open = null;
    const previous = this.#table;
    const over = previous !== null && row.page === previous.last.page + 1 && isSameTable(previous.last, row);
    const within = previous !== null && row.page === previous.last.page && row.table === previous.last.table;
    if (previous && over) {
      // A header row is printed again on each page.
      if (row.cells.join('\t') === previous.header) {
        this.#pieces.push({
          kind: 'paragraph',
          text: row.cells.join(' '),
          page: row.page,
          furniture: 'header',
          lines: row.lines.flat(),
        });
        this.#table = { ...previous, last: row };
        return;
      }
      if (goesOnInRow(previous.piece.cells, row.cells)) {
        for (const [index, cell] of row.cells.entries()) {
          if (cell === '') continue;
          previous.piece.cells[index] = `${previous.piece.cells[index] ?? ''} ${cell}`.trim();
          previous.piece.lines[index] = [...(previous.piece.lines[index] ?? []), ...row.lines[index]!];
        }
        this.#table = { ...previous, last: row };
        return;
      }
    }
    const goesOn = previous !== null && (over || within);
    const index = goesOn ? previous.piece.place.index + 1 : 0;
    const table = goesOn ? previous.piece.place.table : this.#tables++;
    const filled = row.cells.filter((cell) => cell !== '');
    const isHeader =
      index === 0 && row.bold && filled.length > 1 && filled.every((cell) => cell.length <= 100);
    const { cells, lines, page } = row;
    const piece: RowPiece = { cells, lines, place: { table, index, isHeader }, page };
    this.#pieces.push(piece);
    this.#table = { last: row, piece, header: goesOn ? previous.header : row.cells.join('\t') };
  }
}

/** Producers tag whole clauses as headings; a heading also looks like one. */
const isSetApart = (line: Line, marker: Marker | null, setting: Setting) =>
  line.size > setting.body * 1.05 ||
  (!/^[([]/.test(marker?.number ?? '') && (line.bold || !hasObligation(line.text)));

const isSameTable = (a: Row, b: Row) =>
  a.columns.length === b.columns.length && a.columns.every((x, index) => Math.abs(x - b.columns[index]!) < 6);

/**
 * Whether a row on the next page is the rest of the row above the page break: what it holds goes on with
 * unfinished cells, and it leaves a cell empty that is filled above.
 */
const goesOnInRow = (above: string[], below: string[]) =>
  below.some((cell, index) => cell === '' && (above[index] ?? '') !== '') &&
  below.every(
    (cell, index) => cell === '' || (/\p{L}{2}/u.test(above[index] ?? '') && !endsSentence(above[index]!)),
  );
