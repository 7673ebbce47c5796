import type { Buffer } from 'node:buffer';
import { applyChanges, changeTo, endOfTag } from '../package/byte-changes.js';
import type { OfficePackage } from '../package/office-package.js';
import { XmlScanner } from '../package/xml-scanner.js';
import { isTrue, type WorkbookParts } from './workbook-parts.js';

/** What stands before `calcPr` in a workbook (ECMA-376 part 1, 18.2.27), the last few of it. */
const BEFORE = new Set(['sheets', 'functionGroups', 'externalReferences', 'definedNames']);

/**
 * The workbook's main part, asking for its formulas to be calculated when it is opened: their saved results are those
 * for the old answers. Null where it asks already.
 */
export function calculateOnLoad(source: OfficePackage, { main }: WorkbookParts): Buffer | null {
  const bytes = source.readXml(main)!;
  const scanner = new XmlScanner(bytes, source.what);
  let after: { at: number; prefix: string } | null = null;
  while (scanner.next()) {
    if (scanner.kind !== 'open' || scanner.depth !== 2) continue;
    if (scanner.local === 'calcPr') {
      if (isTrue(scanner.attribute('fullCalcOnLoad'))) return null;
      const span = scanner.attributeSpan('fullCalcOnLoad');
      const end = endOfTag(bytes, scanner.end, scanner.empty);
      const place = span ?? { start: end, end };
      return applyChanges(bytes, [changeTo(place.start, place.end, ' fullCalcOnLoad="1"')]);
    }
    if (!BEFORE.has(scanner.local)) continue;
    const prefix = scanner.writtenPrefix;
    scanner.skip();
    after = { at: scanner.end, prefix };
  }
  if (!after) return null;
  const { at, prefix } = after;
  return applyChanges(bytes, [changeTo(at, at, `<${prefix}calcPr fullCalcOnLoad="1"/>`)]);
}

/** Whether any sheet has a formula. @param known the sheets whose formulas were seen already are not read again */
export function hasFormulas(
  source: OfficePackage,
  parts: WorkbookParts,
  passed: ReadonlySet<string>,
): boolean {
  if (parts.calcChain !== null) return true;
  return parts.sheets.some(({ part }) => {
    if (passed.has(part)) return false;
    const bytes = source.readXml(part)!;
    return ['<f>', '<f ', ':f>', ':f '].some((tag) => bytes.includes(tag));
  });
}
