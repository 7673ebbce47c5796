import { tooManyCells } from '../../errors.js';
import { type ExtractLimits, MAX_CELLS } from '../../limits.js';
import { WORKBOOK } from '../../xlsx/read-xml.js';
import { OfficePackage } from '../package/office-package.js';
import type { CellValue } from '../types.js';
import type { Unresolved } from './list-formula.js';
import { Lists, type Resolved } from './lists.js';
import { OpenWorkbook } from './open-workbook.js';
import { type CellPlace, cellReference, parseCell, type Range } from './references.js';
import type { RawValidation } from './sheet-features.js';
import { SheetRules } from './sheet-rules.js';
import type { RowElement } from './sheet-walk.js';
import type { Table } from './tables.js';
import type { SheetPart, SheetState } from './workbook-parts.js';

/** A workbook as a form that somebody fills in: what stands where, and what may be entered. */
export interface WorkbookForm {
  /** Sheets with cells, in order, hidden ones too. */
  sheets: SheetForm[];
  signed: boolean;
  macros: boolean;
  externalLinks: boolean;
}

export interface FormCell {
  ref: string;
  /** 1-based, as the column. */
  row: number;
  column: number;
  value: CellValue;
  /** As Excel shows it in English. */
  shown: string;
  /** The number of its style; null for the workbook's own. */
  style: string | null;
  bold: boolean;
  filled: boolean;
  /** Cannot be changed where the sheet is protected. */
  locked: boolean;
  formula: boolean;
  /** The first cell of its merged range, where it is another one. */
  mergedInto: string | null;
  /** Its row or column is hidden. */
  hidden: boolean;
}

export const VALIDATION_KINDS = [
  'list',
  'whole',
  'decimal',
  'date',
  'time',
  'textLength',
  'custom',
  'none',
] as const;

/** A rule for what cells may hold. */
export interface Validation {
  /** 'none' only shows a prompt. */
  kind: (typeof VALIDATION_KINDS)[number];
  ranges: Range[];
  formula: string | null;
  /** What a list allows; null for other kinds, and where it is not known. */
  options: string[] | null;
  /** Why they are not known: 'BY_CELL' where they differ from cell to cell, which `optionsAt` tells. */
  unresolved: Unresolved | 'BY_CELL' | null;
  prompt: string | null;
  /** Excel stops other values. */
  enforced: boolean;
}

/**
 * Reads a workbook as a form. Sheets are looked through once here, and once for each pass over their cells; no cell is
 * kept.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large`; `cells` too
 */
export function readWorkbookForm(file: Uint8Array, limits: Partial<ExtractLimits> = {}): WorkbookForm {
  const source = new OfficePackage(file, WORKBOOK, limits);
  const workbook = new OpenWorkbook(source);
  const lists = new Lists(workbook);
  const sheets = workbook.parts.sheets.map((sheet) => new SheetForm(workbook, sheet, lists));
  resolveAll(sheets, lists);
  return {
    sheets,
    signed: source.isSigned,
    macros: source.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name)),
    externalLinks: source.names.some((name) => name.startsWith('xl/externalLinks/')),
  };
}

/** One sheet. Its rules and ranges are held, its cells are read from the file each time they are asked for. */
export class SheetForm {
  readonly name: string;
  readonly state: SheetState;
  readonly isProtected: boolean;
  /** As the sheet says; not to be believed. */
  readonly dimension: string | null;
  readonly merges: Range[];
  readonly tables: Table[];
  readonly validations: Validation[];
  readonly hiddenColumns: { from: number; to: number }[];
  readonly #rules: SheetRules;
  readonly #validationOf = new Map<RawValidation, Validation>();
  readonly #byCell = new Map<string, string[] | null>();

  constructor(
    private readonly workbook: OpenWorkbook,
    private readonly sheet: SheetPart,
    private readonly lists: Lists,
  ) {
    const features = workbook.walk(sheet).finish();
    this.#rules = new SheetRules(workbook, sheet, features);
    this.name = sheet.name;
    this.state = sheet.state;
    this.isProtected = features.isProtected;
    this.dimension = features.dimension;
    this.merges = features.merges;
    this.tables = workbook.tablesOf(sheet);
    this.hiddenColumns = features.columns
      .filter(({ hidden }) => hidden)
      .map(({ from, to }) => ({ from, to }));
    this.validations = features.validations.map((rule) => {
      const validation: Validation = {
        kind: VALIDATION_KINDS.find((kind) => kind === rule.type) ?? 'none',
        ranges: rule.ranges,
        formula: rule.first,
        options: null,
        unresolved: rule.type === 'list' && !lists.isSame(sheet, rule) ? 'BY_CELL' : null,
        prompt: rule.prompt,
        enforced: rule.enforced,
      };
      this.#validationOf.set(rule, validation);
      return validation;
    });
  }

  /** The cells that the file has, in its order; those that hold nothing too. Ends early where there are too many. */
  *cells(): Generator<FormCell> {
    const walk = this.workbook.walk(this.sheet);
    let row: RowElement | null = null;
    let filled = 0;
    for (let step = walk.next(); step !== 'end' && step !== 'data-end'; step = walk.next()) {
      if (step === 'row') row = walk.row;
      if (step !== 'cell') continue;
      const { cell } = walk;
      const value = this.workbook.valueOf(walk, cell);
      if (value !== null && ++filled > MAX_CELLS) throw tooManyCells(MAX_CELLS);
      const style = this.workbook.styleOf(cell.style ?? undefined);
      const merge = this.#rules.mergeAt(cell.row, cell.column);
      const isAnchor = !merge || (merge.top === cell.row && merge.left === cell.column);
      yield {
        ref: cellReference(cell.row, cell.column),
        row: cell.row,
        column: cell.column,
        value,
        shown: typeof value === 'string' ? value : value === null ? '' : this.workbook.shownOf(walk, cell),
        style: cell.style,
        bold: style.bold,
        filled: style.filled,
        locked: style.locked,
        formula: cell.hasFormula,
        mergedInto: isAnchor ? null : cellReference(merge.top, merge.left),
        hidden:
          row!.hidden || this.hiddenColumns.some(({ from, to }) => cell.column >= from && cell.column <= to),
      };
    }
  }

  /** The rule of a cell; a list where it has several. */
  validationAt(ref: string): Validation | null {
    const place = parseCell(ref);
    const rule = place && this.#rules.ruleAt(place.row, place.column);
    return rule ? this.#validationOf.get(rule)! : null;
  }

  /** What the list of a cell allows; null where it has none, or it is not known. */
  optionsAt(ref: string): string[] | null {
    const place = parseCell(ref);
    const rule = place && this.#rules.ruleAt(place.row, place.column);
    if (rule?.type !== 'list') return null;
    const validation = this.#validationOf.get(rule)!;
    if (validation.unresolved !== 'BY_CELL') return validation.options;
    const known = this.#byCell.get(ref);
    if (known !== undefined) return known;
    this.#resolveByCell(rule, place!);
    return this.#byCell.get(ref) ?? null;
  }

  /** The merged range around a cell. */
  mergeAt(ref: string): Range | null {
    const place = parseCell(ref);
    return place && this.#rules.mergeAt(place.row, place.column);
  }

  /** The lists that are the same for all of their cells, each with one of those. */
  *sameLists(): Generator<{
    sheet: SheetPart;
    rule: RawValidation;
    cell: CellPlace;
    validation: Validation;
  }> {
    for (const [rule, validation] of this.#validationOf) {
      const [range] = rule.ranges;
      if (rule.type === 'list' && validation.unresolved === null && range)
        yield { sheet: this.sheet, rule, cell: { row: range.top, column: range.left }, validation };
    }
  }

  /** A list that moves with its cell: worked out for the cells around as well, so that a sheet is not read for each. */
  #resolveByCell(rule: RawValidation, place: CellPlace): void {
    const cells = nearbyCells(rule, place);
    const resolved = this.lists.resolve(cells.map((cell) => ({ sheet: this.sheet, rule, cell })));
    for (const [i, { row, column }] of cells.entries())
      this.#byCell.set(cellReference(row, column), textsOf(resolved[i]!));
  }
}

/** How many cells of a list that moves are worked out at once. */
const AT_ONCE = 2000;

function nearbyCells(rule: RawValidation, place: CellPlace): CellPlace[] {
  const cells = [place];
  for (const { top, left, bottom, right } of rule.ranges)
    for (let row = Math.max(top, place.row - AT_ONCE / 2); row <= bottom; row++)
      for (let column = left; column <= right; column++) {
        if (cells.length >= AT_ONCE) return cells;
        cells.push({ row, column });
      }
  return cells;
}

function resolveAll(sheets: readonly SheetForm[], lists: Lists): void {
  const same = sheets.flatMap((sheet) => [...sheet.sameLists()]);
  const resolved = lists.resolve(same);
  for (const [i, { validation }] of same.entries()) {
    const result = resolved[i]!;
    validation.options = textsOf(result);
    validation.unresolved = 'unresolved' in result ? result.unresolved : null;
  }
}

const textsOf = (resolved: Resolved): string[] | null =>
  'unresolved' in resolved ? null : resolved.options.map(({ text }) => text);
