import { holdable } from '../package/xml-text.js';
import { type CellValue, type Decision, refused } from '../types.js';
import { amongOptions, withinBounds } from './allowed.js';
import type { Target } from './find-cells.js';
import type { Resolved } from './lists.js';
import type { OpenWorkbook } from './open-workbook.js';
import { columnAt, overflowOf } from './overflow.js';
import { RangeIndex } from './range-index.js';
import { type Range, rangeReference } from './references.js';
import type { RawValidation, SheetFeatures } from './sheet-features.js';
import { readPivotRanges } from './tables.js';
import type { SheetPart } from './workbook-parts.js';

/** The most characters that a cell holds, and lines (Excel's own bounds). */
const MAX_CHARACTERS = 32_767;
const MAX_LINES = 254;

/** What holds for the cells of one sheet, ready to be asked cell by cell. */
export class SheetRules {
  readonly #merges: RangeIndex<Range>;
  readonly #validations: RangeIndex<RawValidation>;
  readonly #formulas: RangeIndex<Range>;
  readonly #headers: RangeIndex<string>;
  readonly #pivots: RangeIndex<Range>;

  constructor(
    private readonly workbook: OpenWorkbook,
    sheet: SheetPart,
    readonly features: SheetFeatures,
  ) {
    const self = (range: Range) => [range, range] as const;
    this.#merges = new RangeIndex(features.merges.map(self));
    this.#validations = new RangeIndex(
      features.validations.flatMap((rule) => rule.ranges.map((range) => [range, rule] as const)),
    );
    this.#formulas = new RangeIndex(features.formulaRanges.map(self));
    this.#headers = new RangeIndex(
      workbook.tablesOf(sheet).flatMap(({ headers, name }) => (headers ? [[headers, name] as const] : [])),
    );
    this.#pivots = new RangeIndex(readPivotRanges(workbook.source, sheet).map(self));
  }

  mergeAt(row: number, column: number): Range | null {
    return this.#merges.first(row, column);
  }

  /** The rule of a cell; a list where it has several. */
  ruleAt(row: number, column: number): RawValidation | null {
    let found: RawValidation | null = null;
    for (const rule of this.#validations.at(row, column)) {
      if (rule.type === 'list') return rule;
      found ??= rule;
    }
    return found;
  }

  /** The style of a cell, also of one that is not there: then its row's or its column's. */
  styleAt({ cell, rowElement, column }: Pick<Target, 'cell' | 'rowElement' | 'column'>): string | null {
    if (cell) return cell.style;
    return rowElement?.style ?? columnAt(this.features.columns, column)?.style ?? null;
  }

  /** Whether a cell of this style cannot be changed. */
  isLocked(style: string | null): boolean {
    return this.features.isProtected && this.workbook.styleOf(style ?? undefined).locked;
  }

  /**
   * Decides what an edit comes to. Purely: nothing is written here.
   *
   * @param before what the cell holds
   * @param options what its list allows; null where it has none
   * @param chosen whether a person chose the value of a list that cannot be worked out
   */
  decide(
    target: Target,
    before: CellValue,
    value: CellValue,
    options: Resolved | null,
    chosen: boolean,
  ): Decision {
    const given = typeof value === 'string' ? holdable(value) : value;
    const wanted = given === '' ? null : given;
    if (
      wanted === before ||
      (typeof before === 'string' && wanted === holdable(before)) ||
      (wanted === null && before === '')
    )
      return { outcome: 'UNCHANGED' };
    if (typeof wanted === 'number' && !Number.isFinite(wanted))
      return refused('NOT_A_VALUE', 'A cell cannot hold this number.');
    const place = this.#refusalOfPlace(target);
    if (place) return place;
    if (wanted === null) return { outcome: 'WRITTEN', value: null, warning: null };
    const rule = this.ruleAt(target.row, target.column);
    const allowed = options
      ? amongOptions(wanted, options, chosen)
      : rule
        ? withinBounds(wanted, rule)
        : ({ outcome: 'WRITTEN', value: wanted, warning: null } satisfies Decision);
    if (allowed.outcome !== 'WRITTEN') return allowed;
    if (allowed.value === before) return { outcome: 'UNCHANGED' };
    return typeof allowed.value === 'string'
      ? this.#fitting(target, allowed.value, allowed.warning)
      : allowed;
  }

  #refusalOfPlace(target: Target): Decision | null {
    const { row, column, cell } = target;
    if (target.copies > 1)
      return refused(
        'DUPLICATE',
        'The sheet has this cell several times, and programs differ in which one they show.',
      );
    if (!cell && this.features.unusual)
      return refused(
        'DUPLICATE',
        'The rows of the sheet are not in order, so a cell cannot be put in safely.',
      );
    if (cell?.hasFormula || this.#formulas.first(row, column))
      return refused('FORMULA', 'The cell holds a formula, which is kept.');
    const merge = this.mergeAt(row, column);
    if (merge && (merge.top !== row || merge.left !== column)) {
      const anchor = rangeReference({ ...merge, bottom: merge.top, right: merge.left });
      return refused(
        'MERGED',
        `The cell is part of ${rangeReference(merge)}, which shows what ${anchor} holds.`,
      );
    }
    if (this.isLocked(this.styleAt(target)))
      return refused('LOCKED', 'The cell is locked, and the sheet is protected.');
    const table = this.#headers.first(row, column);
    if (table !== null)
      return refused(
        'TABLE_HEADER',
        `The cell names a column of the table ${table}, and formulas go by that name.`,
      );
    if (this.#pivots.first(row, column))
      return refused('PIVOT_TABLE', 'The cell belongs to a pivot table, which fills itself.');
    return cell?.rich
      ? refused('RICH_VALUE', 'The cell holds a picture or linked data, which a text would replace.')
      : null;
  }

  #fitting(target: Target, value: string, warning: string | null): Decision {
    if (value.length > MAX_CHARACTERS)
      return refused(
        'TOO_LONG',
        `The text has ${value.length.toLocaleString('en-US')} characters; a cell holds ${MAX_CHARACTERS.toLocaleString('en-US')}. Shorten it.`,
      );
    const lines = value.split('\n').length;
    if (lines > MAX_LINES)
      return refused('TOO_LONG', `The text has ${lines} lines; a cell holds ${MAX_LINES}. Shorten it.`);
    const style = this.workbook.styleOf(this.styleAt(target) ?? undefined);
    const { row, column, rowElement } = target;
    const overflow = overflowOf(
      value,
      style,
      { column, row: rowElement, merge: this.mergeAt(row, column) },
      this.features,
    );
    return { outcome: 'WRITTEN', value, warning: warning ?? overflow };
  }
}
