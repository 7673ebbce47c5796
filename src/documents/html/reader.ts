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
} from './elements.js';
import { InlineText } from './inline.js';
import { isLayout, readTable, termRows } from './table.js';

/** Where in the page the reader is. */
interface Place {
  furniture: Furniture | null;
  /** How many lists are around it. */
  depth: number;
  preformatted: boolean;
  /** Whether an article or a section is around it, whose header and footer are part of the text. */
  inArticle: boolean;
}

type Mark = Pick<Piece, 'mark' | 'number'> & { level: number };

/** Turns the elements of a page into blocks, in order. */
export class HtmlReader {
  readonly #text = new InlineText();
  #headingLevel = 0;
  /** The mark of the list item whose first paragraph is being read. */
  #item: Mark | null = null;

  constructor(private readonly composer: Composer) {}

  read(document: DefaultTreeAdapterTypes.Document) {
    const place: Place = { furniture: null, depth: 0, preformatted: false, inArticle: false };
    for (const node of document.childNodes) if (isElement(node)) this.#element(node, place);
    this.#flush(place);
  }

  #element(element: Element, place: Place) {
    if (!isSeen(element)) return;
    const { tagName } = element;
    const instead = standIn(element);
    if (tagName === 'br') this.#text.breakLine();
    else if (instead !== null) this.#text.add(instead);
    else if (!isBlock(element)) this.#children(element, place);
    else {
      this.#flush(place);
      this.#block(element, place);
    }
  }

  #children(element: Element, place: Place) {
    for (const node of childrenOf(element)) {
      if (isElement(node)) this.#element(node, place);
      else if (node.nodeName === '#text' && 'value' in node) this.#text.add(node.value, place.preformatted);
    }
  }

  #block(element: Element, place: Place) {
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

  #heading(element: Element, level: number, place: Place, real = true) {
    this.#children(element, place);
    const text = this.#text.take().replace(/\s+/g, ' ');
    if (real && text !== '') this.#headingLevel = level;
    const marker = markerOf(text);
    const number = marker?.kind === 'number' && text.length > marker.length ? marker : null;
    this.#item = null;
    this.composer.add({
      kind: place.furniture ? 'paragraph' : 'heading',
      text: number ? text.slice(number.length) : text,
      mark: number ? text.slice(0, number.length).trim() : null,
      number: number?.number ?? null,
      furniture: place.furniture,
      ...(!place.furniture && { level }),
    });
  }

  #list(element: Element, place: Place) {
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

  #table(element: Element, place: Place) {
    if (isLayout(element)) {
      this.#children(element, place);
      this.#flush(place);
      return;
    }
    this.#item = null;
    const { caption, rows } = readTable(element);
    if (caption !== '') this.composer.add({ kind: 'paragraph', text: caption, furniture: place.furniture });
    this.#rows(rows, place);
  }

  #terms(element: Element, place: Place) {
    const rows = termRows(element);
    if (rows === null) {
      this.#children(element, place);
      this.#flush(place);
    } else this.#rows(rows, place);
  }

  #rows(rows: { cells: string[]; isHeader: boolean }[], { furniture }: Place) {
    const table = this.composer.nextTable();
    let index = 0;
    for (const { cells, isHeader } of rows) {
      if (cells.every((cell) => cell.trim() === '')) continue;
      this.composer.addRow(cells, { table, index: index++, isHeader }, { furniture });
    }
  }

  #flush({ furniture }: Place) {
    const text = this.#text.take();
    if (text === '') return;
    const item = this.#item;
    this.#item = null;
    if (item && !furniture) {
      this.composer.add({ kind: 'list-item', text, ...item });
      return;
    }
    const typed = furniture ? null : markerOf(text);
    if (typed === null || text.slice(typed.length).trim() === '') {
      this.composer.add({ kind: 'paragraph', text, furniture });
      return;
    }
    this.composer.add({
      kind: 'list-item',
      text: text.slice(typed.length),
      mark: text.slice(0, typed.length).trim(),
      number: typed.number,
      level: Math.min(9, Math.max(1, typed.depth)),
    });
  }
}

/** A menu is no text of the page, and neither is what stands at its foot. */
function within(element: Element, place: Place): Place {
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
