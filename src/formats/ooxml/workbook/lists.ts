import type { CellValue } from '../types.js';
import {
  type ListFormula,
  movedRange,
  movesAtAll,
  parseListFormula,
  type Unresolved,
} from './list-formula.js';
import type { OpenWorkbook } from './open-workbook.js';
import { RangeIndex } from './range-index.js';
import { type CellPlace, type Range, rangeReference } from './references.js';
import type { RawValidation } from './sheet-features.js';
import type { DefinedName, SheetPart } from './workbook-parts.js';

/** One entry of a list: as it is shown, and what Excel puts into the cell for it. */
export interface Option {
  text: string;
  value: Exclude<CellValue, null>;
}

export type Resolved = { options: Option[] } | { unresolved: Unresolved };

/** A list as one cell sees it. */
type Wanted = { options: Option[] } | { unresolved: Unresolved } | { sheet: SheetPart; range: Range };

/** Nobody chooses from more; a rule may name whole columns. */
const MAX_OPTIONS = 10_000;
/** Over all lists of a workbook. */
const MAX_OPTIONS_IN_ALL = 300_000;
const MAX_NAMES_DEEP = 5;

/**
 * Works out what the lists of a workbook allow: typed options, ranges on any sheet, also hidden ones, names and columns
 * of tables. What a formula calculates is not worked out.
 */
export class Lists {
  /** Options by sheet and range. */
  readonly #known = new Map<string, Resolved>();
  readonly #formulas = new Map<string, ListFormula>();
  #count = 0;

  readonly #names: Map<string, DefinedName[]>;

  constructor(private readonly workbook: OpenWorkbook) {
    this.#names = new Map();
    for (const known of workbook.parts.names) {
      const key = known.name.toLowerCase();
      const same = this.#names.get(key);
      if (same) same.push(known);
      else this.#names.set(key, [known]);
    }
  }

  /** Whether a rule's options are the same for each of its cells. */
  isSame(sheet: SheetPart, rule: RawValidation): boolean {
    const formula = this.#followNames(sheet, rule.first ?? '');
    return formula.kind !== 'range' || !movesAtAll(formula.moves) || isOneCell(rule);
  }

  /** What the rules allow in each of these cells, each sheet read once for all of them. */
  resolve(cells: { sheet: SheetPart; rule: RawValidation; cell: CellPlace }[]): Resolved[] {
    const wanted = cells.map(({ sheet, rule, cell }) => this.#wanted(sheet, rule, cell));
    const ranges = new Map<SheetPart, Map<string, Range>>();
    for (const want of wanted) {
      if (!('range' in want) || this.#known.has(keyOf(want.sheet, want.range))) continue;
      const ofSheet = ranges.get(want.sheet) ?? new Map<string, Range>();
      ranges.set(want.sheet, ofSheet.set(keyOf(want.sheet, want.range), want.range));
    }
    for (const [sheet, ofSheet] of ranges) this.#read(sheet, ofSheet);
    return wanted.map((want) => ('range' in want ? this.#known.get(keyOf(want.sheet, want.range))! : want));
  }

  #wanted(sheet: SheetPart, rule: RawValidation, cell: CellPlace): Wanted {
    const formula = this.#followNames(sheet, rule.first ?? '');
    if (formula.kind === 'literal') return { options: formula.options.map(typedOption) };
    if (formula.kind !== 'range')
      return { unresolved: formula.kind === 'unresolved' ? formula.why : 'BROKEN' };
    const on = formula.sheet === null ? sheet : this.#sheetCalled(formula.sheet);
    if (!on) return { unresolved: 'BROKEN' };
    const from = formula.isNamed ? { row: 1, column: 1 } : originOf(rule, cell);
    const range = movedRange(formula.range, formula.moves, cell.row - from.row, cell.column - from.column);
    return range ? { sheet: on, range } : { unresolved: 'BROKEN' };
  }

  #followNames(sheet: SheetPart, first: string): ListFormula & { isNamed?: boolean } {
    let formula = this.#parse(first);
    let around = sheet;
    for (let deep = 0; formula.kind === 'name'; deep++) {
      if (deep >= MAX_NAMES_DEEP) return { kind: 'unresolved', why: 'CALCULATED' };
      if (formula.sheet !== null) around = this.#sheetCalled(formula.sheet) ?? around;
      const named = this.#named(formula.name, around);
      if (named === null) return { kind: 'unresolved', why: 'BROKEN' };
      formula = this.#parse(named);
      // Without a sheet of its own a name's range is on the sheet that uses it.
      if (formula.kind === 'range') return { ...formula, sheet: formula.sheet ?? around.name, isNamed: true };
    }
    return formula.kind === 'table-column' ? this.#column(formula) : formula;
  }

  #parse(formula: string): ListFormula {
    const parsed = this.#formulas.get(formula) ?? parseListFormula(formula);
    this.#formulas.set(formula, parsed);
    return parsed;
  }

  #named(name: string, { index }: SheetPart): string | null {
    const same = this.#names.get(name.toLowerCase()) ?? [];
    return (
      (same.find(({ sheet }) => sheet === index) ?? same.find(({ sheet }) => sheet === null))?.formula ?? null
    );
  }

  #column({ table, column }: { table: string; column: string }): ListFormula {
    for (const sheet of this.workbook.parts.sheets) {
      const found = this.workbook
        .tablesOf(sheet)
        .find(({ name }) => name.toLowerCase() === table.toLowerCase());
      const at = found?.columns.findIndex((name) => name.toLowerCase() === column.toLowerCase()) ?? -1;
      if (!found || at < 0) continue;
      const left = found.range.left + at;
      const top = (found.headers?.bottom ?? found.range.top - 1) + 1;
      const range = { top, left, bottom: found.range.bottom - found.totals, right: left };
      const moves = { top: false, left: false, bottom: false, right: false };
      return { kind: 'range', sheet: sheet.name, range, moves };
    }
    return { kind: 'unresolved', why: 'BROKEN' };
  }

  #sheetCalled(name: string): SheetPart | null {
    const { sheets } = this.workbook.parts;
    return (
      sheets.find((sheet) => sheet.name === name) ??
      sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase()) ??
      null
    );
  }

  #read(sheet: SheetPart, ranges: Map<string, Range>): void {
    const found = new Map<string, Option[]>();
    for (const key of ranges.keys()) found.set(key, []);
    const index = new RangeIndex([...ranges].map(([key, range]) => [range, found.get(key)!] as const));
    const walk = this.workbook.walk(sheet);
    for (let step = walk.next(); step !== 'end' && step !== 'data-end'; step = walk.next()) {
      if (step !== 'cell' || walk.cell.empty) continue;
      let option: Option | null = null;
      for (const options of index.at(walk.cell.row, walk.cell.column)) {
        option ??= this.#optionOf(walk);
        if (!option) break;
        if (++this.#count > MAX_OPTIONS_IN_ALL || options.length > MAX_OPTIONS) continue;
        options.push(option);
      }
    }
    const all = this.#count <= MAX_OPTIONS_IN_ALL;
    for (const [key, options] of found)
      this.#known.set(key, all && options.length <= MAX_OPTIONS ? { options } : { unresolved: 'TOO_MANY' });
  }

  #optionOf(walk: ReturnType<OpenWorkbook['walk']>): Option | null {
    const value = this.workbook.valueOf(walk, walk.cell);
    if (value === null || value === '') return null;
    return { text: typeof value === 'string' ? value : this.workbook.shownOf(walk, walk.cell), value };
  }
}

const keyOf = (sheet: SheetPart, range: Range) => `${rangeReference(range)}!${sheet.part}`;

const isOneCell = ({ ranges }: RawValidation) =>
  ranges.length === 1 && ranges[0]!.top === ranges[0]!.bottom && ranges[0]!.left === ranges[0]!.right;

/** The cell that a rule's formula was written for. */
const originOf = ({ ranges }: RawValidation, cell: CellPlace): CellPlace =>
  ranges.length === 0
    ? cell
    : {
        row: Math.min(...ranges.slice(0, 1000).map(({ top }) => top)),
        column: Math.min(...ranges.slice(0, 1000).map(({ left }) => left)),
      };

/** What Excel makes of an option that was typed into the rule: a number where it is one. */
function typedOption(text: string): Option {
  const number = Number(text);
  if (Number.isFinite(number) && String(number) === text) return { text, value: number };
  return /^(?:TRUE|FALSE)$/.test(text) ? { text, value: text === 'TRUE' } : { text, value: text };
}
