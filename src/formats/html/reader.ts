import type { DefaultTreeAdapterTypes } from 'parse5';
import type { Composer, Piece } from '../draft.js';
import { formatNumber } from '../number-format.js';
import { markerOf } from '../text/markers.js';
import type { Furniture } from '../types.js';
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
import { isLayout, readTable, type TableRow, termRows } from './table.js';

/** Where in the page the reader is. */
interface ReaderState {
  furniture: Furniture | null;
  /** How many lists are around it. */
  depth: number;
  preformatted: boolean;
  /** Whether an article or a section is around it, whose header and footer are part of the text. */
  inArticle: boolean;
}

type Mark = Pick<Piece, 'mark' | 'number'> & { level: number };

/**
 * What takes the blocks of a page: a composer, which writes a text of them, or what puts them where they stand in a
 * source, for which each says where its text begins there.
 */
export interface Sink {
  nextTable(): number;
  add(piece: Piece, at: number | null): void;
  addRow(cells: string[], place: RowPlace, piece: RowPiece, at: (number | null)[]): void;
}
type RowPlace = Parameters<Composer['addRow']>[1];
type RowPiece = Parameters<Composer['addRow']>[2];

/** Turns the elements of a page into blocks, in order. */
export class HtmlReader {
  readonly #text = new InlineText();
  #headingLevel = 0;
  /** The mark of the list item whose first paragraph is being read. */
  #item: Mark | null = null;

  constructor(private readonly composer: Sink) {}

  read(document: DefaultTreeAdapterTypes.Document) {
    const place: ReaderState = { furniture: null, depth: 0, preformatted: false, inArticle: false };
    for (const node of document.childNodes) if (isElement(node)) this.#element(node, place);
    this.#flush(place);
  }

  #element(element: Element, place: ReaderState) {
    if (!isSeen(element)) return;
    const { tagName } = element;
    const instead = standIn(element);
    if (tagName === 'br') this.#text.breakLine();
    else if (instead !== null) this.#text.add(instead, false, startOf(element));
    else if (!isBlock(element)) this.#children(element, place);
    else {
      this.#flush(place);
      this.#block(element, place);
    }
  }

  #children(element: Element, place: ReaderState) {
    for (const node of childrenOf(element)) {
      if (isElement(node)) this.#element(node, place);
      else if (node.nodeName === '#text' && 'value' in node)
        this.#text.add(node.value, place.preformatted, startOf(node));
    }
  }

  #block(element: Element, place: ReaderState) {
    const { tagName } = element;
    const heading = /^h([1-6])$/.exec(tagName);
    if (heading) return this.#heading(element, Number(heading[1]), place);
    switch (tagName) {
      case 'summary':
        return this.#heading(element, Math.min(9, this.#headingLevel + 1), place, false);
      case 'ol':
      case 'ul':
      case 'menu':
      case 'dir':
        return this.#list(element, place);
      case 'table':
        return this.#table(element, place);
      case 'dl':
        return this.#terms(element, place);
      case 'hr':
        return;
      default:
        this.#children(element, within(element, place));
        this.#flush(within(element, place));
    }
  }

  #heading(element: Element, level: number, place: ReaderState, real = true) {
    this.#children(element, place);
    const text = this.#text.take().replace(/\s+/g, ' ');
    if (real && text !== '') this.#headingLevel = level;
    const marker = markerOf(text);
    const number = marker?.kind === 'number' && text.length > marker.length ? marker : null;
    this.#item = null;
    this.composer.add(
      {
        kind: place.furniture ? 'paragraph' : 'heading',
        text: number ? text.slice(number.length) : text,
        mark: number ? text.slice(0, number.length).trim() : null,
        number: number?.number ?? null,
        furniture: place.furniture,
        ...(!place.furniture && { level }),
      },
      this.#behind(number?.length ?? 0),
    );
  }

  #list(element: Element, place: ReaderState) {
    const depth = Math.min(9, place.depth + 1);
    const ordered = element.tagName === 'ol';
    let count = numberOf(element, 'start', -1_000_000, 1_000_000) ?? 1;
    for (const node of childrenOf(element)) {
      if (!isElement(node) || !isSeen(node)) continue;
      if (node.tagName !== 'li') {
        this.#element(node, { ...place, depth });
        continue;
      }
      count = numberOf(node, 'value', -1_000_000, 1_000_000) ?? count;
      const number = ordered ? `${ordinal(count++, attribute(element, 'type'))}.` : null;
      this.#item = { mark: number ?? '•', number, level: depth };
      this.#children(node, { ...place, depth });
      this.#flush({ ...place, depth });
      this.#item = null;
    }
  }

  #table(element: Element, place: ReaderState) {
    if (isLayout(element)) {
      this.#children(element, place);
      this.#flush(place);
      return;
    }
    this.#item = null;
    const { caption, rows } = readTable(element);
    if (caption?.text)
      this.composer.add({ kind: 'paragraph', text: caption.text, furniture: place.furniture }, caption.at);
    this.#rows(rows, place);
  }

  #terms(element: Element, place: ReaderState) {
    const rows = termRows(element);
    if (rows === null) {
      this.#children(element, place);
      this.#flush(place);
    } else this.#rows(rows, place);
  }

  #rows(rows: TableRow[], { furniture }: ReaderState) {
    const table = this.composer.nextTable();
    let index = 0;
    for (const { cells, isHeader } of rows) {
      const texts = cells.map(({ text }) => text);
      if (texts.every((text) => text.trim() === '')) continue;
      const places = cells.map(({ at }) => at);
      this.composer.addRow(texts, { table, index: index++, isHeader }, { furniture }, places);
    }
  }

  #flush({ furniture }: ReaderState) {
    const text = this.#text.take();
    if (text === '') return;
    const item = this.#item;
    this.#item = null;
    if (item && !furniture) {
      this.composer.add({ kind: 'list-item', text, ...item }, this.#text.from);
      return;
    }
    const typed = furniture ? null : markerOf(text);
    if (typed === null || text.slice(typed.length).trim() === '') {
      this.composer.add({ kind: 'paragraph', text, furniture }, this.#text.from);
      return;
    }
    this.composer.add(
      {
        kind: 'list-item',
        text: text.slice(typed.length),
        mark: text.slice(0, typed.length).trim(),
        number: typed.number,
        level: Math.min(9, Math.max(1, typed.depth)),
      },
      this.#behind(typed.length),
    );
  }

  /** The place behind a mark of some length that the text, which was taken, begins with. */
  #behind(length: number): number | null {
    return this.#text.from === null ? null : this.#text.from + length;
  }
}

/** A menu is no text of the page, and neither is what stands at its foot. */
function within(element: Element, place: ReaderState): ReaderState {
  const { tagName } = element;
  if (tagName === 'nav') return { ...place, furniture: 'contents' };
  if (tagName === 'footer' && !place.inArticle) return { ...place, furniture: 'footer' };
  if (tagName === 'pre') return { ...place, preformatted: true };
  if (['article', 'section', 'main'].includes(tagName)) return { ...place, inArticle: true };
  return place;
}

/** The `type` of a list in the words of `formatNumber`. */
const ORDINALS: Record<string, string> = {
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};

/** The number of an item as a reader sees it. */
const ordinal = (count: number, type: string | null): string =>
  count < 1 ? String(count) : formatNumber(count, ORDINALS[type ?? ''] ?? 'decimal');
