import type { OfficePackage } from '../package/office-package.js';
import { parseRange, type Range } from './references.js';
import type { SheetPart } from './workbook-parts.js';

export interface Table {
  name: string;
  range: Range;
  /** Its row of names; null where it shows none. */
  headers: Range | null;
  /** How many rows at its end hold sums. */
  totals: number;
  columns: string[];
}

const MAX_TABLES = 1000;

/** The tables of a sheet (ECMA-376 part 1, 18.5). */
export function readTables(source: OfficePackage, { part }: SheetPart): Table[] {
  return relatedParts(source, part, 'table').flatMap((related) => {
    const scanner = source.scan(related)!;
    let table: Table | null = null;
    while (scanner.next()) {
      if (scanner.isOpen('table') && scanner.depth === 1) {
        const range = parseRange(scanner.attribute('ref') ?? '');
        if (!range) return [];
        const rows = Number(scanner.attribute('headerRowCount') ?? 1) || 0;
        table = {
          name: scanner.attribute('displayName') ?? scanner.attribute('name') ?? '',
          range,
          headers: rows > 0 ? { ...range, bottom: range.top + rows - 1 } : null,
          totals: Number(scanner.attribute('totalsRowCount') ?? 0) || 0,
          columns: [],
        };
      } else if (table && scanner.isOpen('tableColumn')) table.columns.push(scanner.attribute('name') ?? '');
    }
    return table ?? [];
  });
}

/** The ranges that pivot tables of a sheet fill. */
export function readPivotRanges(source: OfficePackage, { part }: SheetPart): Range[] {
  return relatedParts(source, part, 'pivotTable').flatMap((related) => {
    const scanner = source.scan(related)!;
    while (scanner.next())
      if (scanner.isOpen('location')) return parseRange(scanner.attribute('ref') ?? '') ?? [];
    return [];
  });
}

const relatedParts = (source: OfficePackage, part: string, type: string): string[] =>
  source
    .relations(part)
    .filter((relation) => relation.type === type && !relation.external)
    .slice(0, MAX_TABLES)
    .flatMap(({ target }) => source.find(target) ?? []);
