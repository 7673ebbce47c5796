import { tooManyRanges } from '../../errors.js';
import type { XmlScanner } from '../package/xml-scanner.js';
import { parseRange, parseRanges, type Range } from './references.js';
import { isTrue } from './workbook-parts.js';

/** Ranges of merges and validations of a sheet. Real ones with ten thousand are known. */
const MAX_RANGES = 200_000;

export interface ColumnSpan {
  from: number;
  to: number;
  style: string | null;
  hidden: boolean;
  /** In characters; null for the sheet's own width. */
  width: number | null;
}

/** A rule for what cells may hold, as the file says it. */
export interface RawValidation {
  type: string;
  operator: string;
  ranges: Range[];
  first: string | null;
  second: string | null;
  /** Whether Excel stops what the rule does not allow. */
  enforced: boolean;
  prompt: string | null;
}

/** What a sheet says of its cells outside of them. */
export class SheetFeatures {
  dimension: string | null = null;
  isProtected = false;
  merges: Range[] = [];
  columns: ColumnSpan[] = [];
  validations: RawValidation[] = [];
  defaultColumnWidth = 8.43;
  defaultRowHeight = 15;
  /** Formulas that fill several cells, of which only the first shows one. */
  formulaRanges: Range[] = [];
  hasFormula = false;
  /** Rows in another order, twice, or wrapped in something: nothing can be put in at the right place. */
  unusual = false;
  #ranges = 0;

  /** Takes what an opened element outside the rows says. */
  read(scanner: XmlScanner): void {
    switch (scanner.local) {
      case 'dimension':
        this.dimension = scanner.attribute('ref');
        break;
      case 'sheetFormatPr':
        this.defaultRowHeight = Number(scanner.attribute('defaultRowHeight')) || this.defaultRowHeight;
        this.defaultColumnWidth = Number(scanner.attribute('defaultColWidth')) || this.defaultColumnWidth;
        break;
      case 'col':
        this.#column(scanner);
        break;
      case 'sheetProtection':
        this.isProtected = isTrue(scanner.attribute('sheet'));
        break;
      case 'mergeCell': {
        const range = parseRange(scanner.attribute('ref') ?? '');
        if (range) this.merges.push(...this.#counted([range]));
        break;
      }
      case 'dataValidation':
        this.#validation(scanner);
    }
  }

  #column(scanner: XmlScanner): void {
    const [from, to] = [Number(scanner.attribute('min')), Number(scanner.attribute('max'))];
    if (!(from >= 1 && to >= from) || this.columns.length >= 16_384) return;
    const width = Number(scanner.attribute('width'));
    this.columns.push({
      from,
      to,
      style: scanner.attribute('style'),
      hidden: isTrue(scanner.attribute('hidden')),
      width: width > 0 ? width : null,
    });
  }

  /** Excel 2010 and later keep rules that look at other sheets apart (x14), with their formulas and ranges in elements. */
  #validation(scanner: XmlScanner): void {
    const attribute = (name: string) => scanner.attribute(name);
    const error = attribute('errorStyle');
    const rule: RawValidation = {
      type: attribute('type') ?? 'none',
      operator: attribute('operator') ?? 'between',
      ranges: parseRanges(attribute('sqref') ?? ''),
      first: null,
      second: null,
      enforced: isTrue(attribute('showErrorMessage')) && (error === null || error === 'stop'),
      prompt: attribute('prompt'),
    };
    if (!scanner.empty) this.#formulas(scanner, rule);
    this.#counted(rule.ranges);
    this.validations.push(rule);
  }

  #formulas(scanner: XmlScanner, rule: RawValidation): void {
    const { depth } = scanner;
    while (scanner.next() && !(scanner.kind === 'close' && scanner.depth === depth)) {
      if (scanner.kind !== 'open') continue;
      // Options with commas in them stand in a list of their own, beside one for older programs ([MS-XLSX] 2.3.4.4).
      if (scanner.local === 'list') rule.first = scanner.textWithin();
      else if (scanner.local === 'formula1') rule.first ??= scanner.textWithin();
      else if (scanner.local === 'formula2') rule.second ??= scanner.textWithin();
      else if (scanner.local === 'sqref') rule.ranges = parseRanges(scanner.textWithin());
    }
  }

  #counted(ranges: Range[]): Range[] {
    this.#ranges += ranges.length;
    if (this.#ranges > MAX_RANGES) throw tooManyRanges(MAX_RANGES);
    return ranges;
  }
}
