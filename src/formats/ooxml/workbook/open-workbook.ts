import { cellText } from '../../xlsx/cell-text.js';
import { parseXml, unescaped } from '../../xlsx/read-xml.js';
import { type StyleOf, styleReader } from '../../xlsx/styles.js';
import type { OfficePackage } from '../package/office-package.js';
import type { CellValue } from '../types.js';
import { SharedStrings } from './shared-strings.js';
import { type CellElement, SheetWalk } from './sheet-walk.js';
import { readTables, type Table } from './tables.js';
import { readWorkbookParts, type SheetPart, type WorkbookParts } from './workbook-parts.js';

/** A workbook whose parts are read when they are first asked for. */
export class OpenWorkbook {
  readonly parts: WorkbookParts;
  #strings: SharedStrings | null = null;
  #styleOf: StyleOf | null = null;
  readonly #tables = new Map<string, Table[]>();

  constructor(readonly source: OfficePackage) {
    this.parts = readWorkbookParts(source);
  }

  get strings(): SharedStrings {
    this.#strings ??= new SharedStrings(this.source, this.parts.sharedStrings);
    return this.#strings;
  }

  get styleOf(): StyleOf {
    if (!this.#styleOf) {
      const { handlers, styleOf } = styleReader();
      const part = this.parts.styles === null ? null : this.source.readXml(this.parts.styles);
      if (part) parseXml(part.toString('utf8'), handlers);
      this.#styleOf = styleOf();
    }
    return this.#styleOf;
  }

  /** @throws DomainError `file-corrupt` */
  walk({ part }: SheetPart): SheetWalk {
    return new SheetWalk(this.source.readXml(part)!, this.source.what);
  }

  tablesOf(sheet: SheetPart): Table[] {
    const known = this.#tables.get(sheet.part);
    if (known) return known;
    const tables = readTables(this.source, sheet);
    this.#tables.set(sheet.part, tables);
    return tables;
  }

  /** What a cell holds: texts as they are, numbers and dates as numbers, errors as their text. */
  valueOf(walk: SheetWalk, cell: CellElement): CellValue {
    const raw = rawText(walk, cell);
    if (raw === null) return null;
    switch (cell.type) {
      case 's':
        return this.strings.text(Number(raw));
      case 'b':
        return raw === '1' || raw === 'true';
      case 'n': {
        const number = Number(raw);
        return raw.trim() === '' ? null : Number.isFinite(number) ? number : raw;
      }
      default:
        return unescaped(raw);
    }
  }

  /** A cell as Excel shows it in English; empty where it shows nothing. */
  shownOf(walk: SheetWalk, cell: CellElement): string {
    const raw = rawText(walk, cell);
    if (raw === null || raw === '') return '';
    const style = this.styleOf(cell.style ?? undefined);
    const value = cell.type === 's' ? raw : unescaped(raw);
    return cellText(
      { type: cell.type, value, style },
      this.parts.from1904,
      (i) => this.strings.text(i) ?? '',
    );
  }
}

function rawText(walk: SheetWalk, { type, value, inline }: CellElement): string | null {
  if (type === 'inlineStr') return inline && walk.textOf(inline, true);
  return value && walk.textOf(value, false);
}
