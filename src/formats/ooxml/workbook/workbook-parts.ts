import type { OfficePackage } from '../package/office-package.js';

export type SheetState = 'visible' | 'hidden' | 'veryHidden';

export interface SheetPart {
  /** As the file spells it: two may differ by a space that nobody sees. */
  name: string;
  part: string;
  state: SheetState;
  /** Its place among all sheets of the workbook, charts included; names that hold for one sheet only refer to it. */
  index: number;
}

export interface DefinedName {
  name: string;
  /** The sheet that it holds for; null for all. */
  sheet: number | null;
  formula: string;
}

export interface WorkbookParts {
  main: string;
  /** Sheets with cells, in order, each part once. */
  sheets: SheetPart[];
  names: DefinedName[];
  /** Days are counted from 1904 on. */
  from1904: boolean;
  styles: string | null;
  sharedStrings: string | null;
  calcChain: string | null;
}

const MAX_SHEETS = 1000;
const MAX_NAMES = 100_000;

/** Reads what the workbook's main part lists. @throws DomainError `file-corrupt` where it has no sheet */
export function readWorkbookParts(source: OfficePackage): WorkbookParts {
  const main = source.mainPart('xl/workbook.xml');
  const scanner = source.scan(main);
  if (!scanner) throw source.broken(`there is no ${main}`);
  const relations = source.relations(main);
  const partOf = (type: string) =>
    source.find(relations.find((relation) => relation.type === type && !relation.external)?.target ?? '');
  const worksheets = new Map(
    relations
      .filter(({ type, external }) => type === 'worksheet' && !external)
      .map(({ id, target }) => [id, target]),
  );
  const sheets: SheetPart[] = [];
  const names: DefinedName[] = [];
  const seen = new Set<string>();
  let from1904 = false;
  let index = -1;
  while (scanner.next()) {
    if (scanner.isOpen('workbookPr')) from1904 = isTrue(scanner.attribute('date1904'));
    else if (scanner.isOpen('sheet') && ++index < MAX_SHEETS) {
      const part = source.find(worksheets.get(scanner.anyAttribute('id') ?? '') ?? '');
      if (part === null || seen.has(part)) continue;
      seen.add(part);
      const state = scanner.attribute('state');
      sheets.push({
        name: scanner.attribute('name') ?? '',
        part,
        state: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
        index,
      });
    } else if (scanner.isOpen('definedName') && names.length < MAX_NAMES) {
      const [name, sheet] = [scanner.attribute('name') ?? '', scanner.attribute('localSheetId')];
      names.push({ name, sheet: sheet === null ? null : Number(sheet), formula: scanner.textWithin() });
    }
  }
  if (sheets.length === 0) throw source.broken('it lists no sheet');
  return {
    main,
    sheets,
    names,
    from1904,
    styles: partOf('styles') ?? source.find('xl/styles.xml'),
    sharedStrings: partOf('sharedStrings') ?? source.find('xl/sharedStrings.xml'),
    calcChain: partOf('calcChain') ?? source.find('xl/calcChain.xml'),
  };
}

export const isTrue = (value: string | null): boolean => value !== null && /^(?:1|true|on)$/.test(value);
