import type { FormCell, Range, SheetForm } from '../ooxml/index.js';
import { cellReference } from '../ooxml/workbook/references.js';
import { hasWords, isPlaceholder } from './words.js';

/** A cell that shows something. */
export interface Shown {
  row: number;
  column: number;
  text: string;
  formula: boolean;
  isNumber: boolean;
  /** Set in bold type or on a colored ground. */
  stands: boolean;
  hidden: boolean;
}

/** What a cell takes. */
export type Entry = 'list' | 'value' | 'unlocked' | 'text';

/** The last row and column that are looked at beyond what shows something: Excel's own. */
const MOST_ROWS = 1_048_576;

/** A sheet by rows and columns, from 1. Holds what shows something; everything else is asked of the sheet. */
export class Grid {
  readonly #rows = new Map<number, Map<number, Shown>>();
  readonly #formulas = new Set<string>();
  readonly #unlocked = new Set<string>();
  readonly #hiddenRows = new Set<number>();
  readonly #entries = new Map<string, Entry | null>();
  /** Rows that show something, in order. */
  readonly rows: number[];

  constructor(readonly form: SheetForm) {
    for (const cell of form.cells()) this.#add(cell);
    this.rows = [...this.#rows.keys()].sort((a, b) => a - b);
  }

  #add(cell: FormCell) {
    const { row, column, hidden, formula } = cell;
    if (formula) this.#formulas.add(cell.ref);
    if (this.form.isProtected && !cell.locked) this.#unlocked.add(cell.ref);
    if (hidden && !this.#columnHidden(column)) this.#hiddenRows.add(row);
    const text = cell.mergedInto === null ? cell.shown.trim() : '';
    if (text === '') return;
    const known = this.#rows.get(row) ?? new Map<number, Shown>();
    this.#rows.set(row, known);
    known.set(column, {
      row,
      column,
      text,
      formula,
      isNumber: typeof cell.value === 'number',
      stands: cell.bold || cell.filled,
      hidden,
    });
  }

  get name(): string {
    return this.form.name;
  }

  get lastRow(): number {
    return this.rows.at(-1) ?? 0;
  }

  /** The cells of a row that are seen, from left to right. */
  row(row: number): Shown[] {
    return [...(this.#rows.get(row)?.values() ?? [])]
      .filter(({ hidden }) => !hidden)
      .sort((a, b) => a.column - b.column);
  }

  at(row: number, column: number): Shown | null {
    return this.#rows.get(row)?.get(column) ?? null;
  }

  /** The merged cells that a cell is part of. */
  merge(row: number, column: number): Range | null {
    return this.form.mergeAt(cellReference(row, column));
  }

  /** What a cell shows; of merged cells, what they show together. A merge that spans whole columns says nothing of its rows. */
  text(row: number, column: number): string {
    const own = this.at(row, column);
    if (own) return own.text;
    const merge = this.merge(row, column);
    if (!merge || merge.bottom - merge.top > MOST_ROWS_MERGED) return '';
    return this.at(merge.top, merge.left)?.text ?? '';
  }

  /** Whether the cell shows nothing, or only that something belongs there. */
  isBlank(row: number, column: number): boolean {
    const text = this.text(row, column);
    return text === '' || isPlaceholder(text);
  }

  isHidden(row: number, column: number): boolean {
    return this.#hiddenRows.has(row) || this.#columnHidden(column);
  }

  #columnHidden(column: number): boolean {
    return this.form.hiddenColumns.some(({ from, to }) => column >= from && column <= to);
  }

  /**
   * What may be entered in a cell, by how strongly it asks for it: a list, a value of a kind, an unlocked cell of a
   * protected sheet, any text. Null where nothing may: formulas, locked cells, inner cells of a merge, headers of tables.
   */
  entry(row: number, column: number): Entry | null {
    const reference = cellReference(row, column);
    const known = this.#entries.get(reference);
    if (known !== undefined) return known;
    const entry = this.#entryOf(row, column, reference);
    this.#entries.set(reference, entry);
    return entry;
  }

  #entryOf(row: number, column: number, reference: string): Entry | null {
    const { form } = this;
    if (row < 1 || row > MOST_ROWS || column < 1 || column > 16_384) return null;
    const isLocked = form.isProtected && !this.#unlocked.has(reference);
    if (isLocked || this.#formulas.has(reference) || this.isHidden(row, column)) return null;
    const merge = this.merge(row, column);
    if (merge && (merge.top !== row || merge.left !== column || merge.bottom - merge.top > MOST_ROWS_MERGED))
      return null;
    if (form.tables.some(({ headers }) => headers && isIn(headers, row, column))) return null;
    const validation = form.validationAt(reference);
    if (validation?.kind === 'list') return 'list';
    if (validation && validation.kind !== 'none' && validation.kind !== 'custom') return 'value';
    return form.isProtected ? 'unlocked' : 'text';
  }

  isFormula(row: number, column: number): boolean {
    return this.#formulas.has(cellReference(row, column));
  }

  /** Whether the sheet itself says that the cell is there to be filled in. */
  isStrong(row: number, column: number): boolean {
    const entry = this.entry(row, column);
    return entry !== null && entry !== 'text';
  }

  /** Texts of a row with words, merged cells once, from left to right. */
  words(row: number): Shown[] {
    return this.row(row).filter(({ text }) => hasWords(text));
  }

  /** The last column that a cell covers. */
  right(row: number, column: number): number {
    return this.merge(row, column)?.right ?? column;
  }
}

/** A merge over more rows than anybody reads at once is a matter of looks. */
const MOST_ROWS_MERGED = 500;

export const isIn = ({ top, left, bottom, right }: Range, row: number, column: number) =>
  row >= top && row <= bottom && column >= left && column <= right;
