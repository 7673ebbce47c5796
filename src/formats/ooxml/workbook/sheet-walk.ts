import type { Buffer } from 'node:buffer';
import { XmlScanner } from '../package/xml-scanner.js';
import { MAX_COLUMNS, MAX_ROWS, parseCell, parseRange } from './references.js';
import { SheetFeatures } from './sheet-features.js';
import { isTrue } from './workbook-parts.js';

export interface Span {
  start: number;
  end: number;
}

export interface RowElement {
  number: number;
  /** Of its name, with its colon. */
  prefix: string;
  start: number;
  /** Where its opening tag ends, and whether that closes it as well. */
  openEnd: number;
  empty: boolean;
  /** The style of cells that are not there; null where the row has none. */
  style: string | null;
  hidden: boolean;
  /** In points; null where it follows from what the row holds. */
  height: number | null;
}

export interface CellElement extends Span {
  prefix: string;
  row: number;
  column: number;
  openEnd: number;
  empty: boolean;
  type: string;
  style: string | null;
  hasFormula: boolean;
  /** Whether it holds what no text can say: a picture, a stock, a place on a map. */
  rich: boolean;
  /** Its `t` attribute; and what stands within `v` and `is`, and other elements behind them. Null where there is none. */
  typeSpan: Span | null;
  value: Span | null;
  inline: Span | null;
  rest: Span | null;
}

/** What `next` came to. */
export type Step = 'data' | 'row' | 'cell' | 'row-end' | 'data-end' | 'end';

/**
 * Steps through the rows and cells of a sheet with their places in its bytes. What it says beside them is in `features`
 * once the end is reached. Nothing is kept of what was passed.
 */
export class SheetWalk {
  readonly features = new SheetFeatures();
  /** The current row and cell; valid at their steps. */
  row!: RowElement;
  cell!: CellElement;
  /** Where the element of the current step begins and ends: `data`, `row-end`, `data-end`. */
  at: Span = { start: 0, end: 0 };
  /** Of the name of `sheetData`, with its colon. */
  prefix = '';

  readonly #scanner: XmlScanner;
  #root: string | null = null;
  #pending: Step | null = null;
  #inData = false;
  #inRow = false;
  #rowNumber = 0;
  #column = 0;

  constructor(
    readonly bytes: Buffer,
    private readonly what: string,
  ) {
    this.#scanner = new XmlScanner(bytes, what);
  }

  next(): Step {
    const scanner = this.#scanner;
    if (this.#pending) {
      const step = this.#pending;
      this.#pending = null;
      return step;
    }
    while (scanner.next()) {
      if (scanner.kind === 'text') continue;
      const step = scanner.kind === 'open' ? this.#open() : this.#close();
      if (step) return step;
    }
    return 'end';
  }

  /** Goes on to the end, so that `features` is whole. */
  finish(): SheetFeatures {
    while (this.next() !== 'end');
    return this.features;
  }

  #isOwn(local: string): boolean {
    return this.#scanner.local === local && this.#scanner.namespace === this.#root;
  }

  #open(): Step | null {
    const scanner = this.#scanner;
    if (scanner.depth === 1) {
      this.#root = scanner.namespace;
      return null;
    }
    if (this.#inRow) {
      if (this.#isOwn('c')) return this.#readCell();
      scanner.skip();
      return null;
    }
    if (this.#inData) {
      if (this.#isOwn('row')) return this.#readRow();
      this.features.unusual = true;
      scanner.skip();
      return null;
    }
    if (scanner.depth === 2 && this.#isOwn('sheetData')) {
      this.at = { start: scanner.start, end: scanner.end };
      this.prefix = scanner.writtenPrefix;
      if (scanner.empty) this.#pending = 'data-end';
      else this.#inData = true;
      return 'data';
    }
    this.features.read(scanner);
    return null;
  }

  #close(): Step | null {
    const scanner = this.#scanner;
    this.at = { start: scanner.start, end: scanner.end };
    if (this.#inRow && scanner.depth === 3) {
      this.#inRow = false;
      return 'row-end';
    }
    if (this.#inData && scanner.depth === 2) {
      this.#inData = false;
      return 'data-end';
    }
    return null;
  }

  #readRow(): Step {
    const scanner = this.#scanner;
    const said = scanner.attribute('r');
    // Only rows that do not follow the one before say where they are.
    const number = said === null ? this.#rowNumber + 1 : Number(said);
    if (!(Number.isInteger(number) && number >= 1 && number <= MAX_ROWS))
      throw scanner.broken(`a row ${said}`);
    if (number <= this.#rowNumber) this.features.unusual = true;
    this.#rowNumber = number;
    this.#column = 0;
    const height = Number(scanner.attribute('ht'));
    this.row = {
      number,
      prefix: scanner.writtenPrefix,
      start: scanner.start,
      openEnd: scanner.end,
      empty: scanner.empty,
      style: isTrue(scanner.attribute('customFormat')) ? scanner.attribute('s') : null,
      hidden: isTrue(scanner.attribute('hidden')),
      height: height > 0 ? height : null,
    };
    if (scanner.empty) {
      this.at = { start: scanner.end, end: scanner.end };
      this.#pending = 'row-end';
    } else this.#inRow = true;
    return 'row';
  }

  #readCell(): Step {
    const scanner = this.#scanner;
    const said = scanner.attribute('r');
    const place = said === null ? null : parseCell(said);
    if (said !== null && place?.row !== this.#rowNumber)
      throw scanner.broken(`a cell ${said.slice(0, 20)} in row ${this.#rowNumber}`);
    this.#column = place?.column ?? this.#column + 1;
    if (this.#column > MAX_COLUMNS) throw scanner.broken('a row with too many cells');
    this.cell = {
      prefix: scanner.writtenPrefix,
      row: this.#rowNumber,
      column: this.#column,
      start: scanner.start,
      openEnd: scanner.end,
      end: scanner.end,
      empty: scanner.empty,
      type: scanner.attribute('t') ?? 'n',
      style: scanner.attribute('s'),
      hasFormula: false,
      rich: scanner.attribute('vm') !== null,
      typeSpan: scanner.attributeSpan('t'),
      value: null,
      inline: null,
      rest: null,
    };
    if (!scanner.empty) this.#readContent(this.cell, scanner.depth);
    return 'cell';
  }

  #readContent(cell: CellElement, depth: number): void {
    const scanner = this.#scanner;
    while (scanner.next()) {
      if (scanner.kind === 'close' && scanner.depth === depth) break;
      if (scanner.kind !== 'open') continue;
      const { start, local } = scanner;
      if (local === 'f') this.#readFormula(cell);
      const content = { start: scanner.end, end: scanner.end };
      if (!scanner.empty) {
        scanner.skip();
        content.end = scanner.start;
      }
      if (local === 'v') cell.value = content;
      else if (local === 'is') cell.inline = content;
      else if (local !== 'f') cell.rest = { start: cell.rest?.start ?? start, end: scanner.end };
    }
    cell.end = scanner.end;
  }

  #readFormula(cell: CellElement): void {
    const scanner = this.#scanner;
    cell.hasFormula = true;
    this.features.hasFormula = true;
    const kind = scanner.attribute('t');
    if (kind !== 'array' && kind !== 'dataTable') return;
    const range = parseRange(scanner.attribute('ref') ?? '');
    if (range) this.features.formulaRanges.push(range);
  }

  /** The text that a `v` or `is` holds, without how it is pronounced. */
  textOf(content: Span, isInline: boolean): string {
    return textOf(this.bytes, this.what, content, isInline);
  }
}

/** The text that stands in a span of a sheet or of shared strings: all of it, or within `t` elements. */
export function textOf(bytes: Buffer, what: string, span: Span, isInline: boolean): string {
  if (span.start === span.end) return '';
  const scanner = new XmlScanner(bytes, what, span);
  let text = '';
  while (scanner.next()) {
    if (scanner.kind === 'text') {
      if (!isInline) text += scanner.text();
    } else if (scanner.isOpen('rPh')) scanner.skip();
    else if (scanner.isOpen('t')) text += scanner.textWithin();
  }
  return text;
}
