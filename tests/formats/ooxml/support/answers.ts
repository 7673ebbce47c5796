import type { CellEdit, CellValue, WorkbookForm } from '../../../../src/formats/index.js';
import { cellReference } from '../../../../src/formats/index.js';
import type { Random } from '../../../durability/support/random.js';

/** What is hard to write: signs of XML and of formulas, escapes, controls, white space, what is longest. */
export const HARD_TEXTS = [
  'Yes',
  'Yes 👍🏽 – naïve Ω 漢字',
  'a ]]> b <![CDATA[ c & d &amp; <e f="g">\'h\'',
  'one\ntwo\r\nthree\rfour\n',
  '=1+1',
  '=HYPERLINK("http://example.com","x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '  around  ',
  '\tTab\t',
  '_x0041_x0042_ and _x000D_ and _xZZZZ_',
  'bell\u0007 null\u0000 escape\u001b end\ufffe',
  'half \ud83d of a pair',
  'TRUE',
  '00123',
  '1e5',
  '#REF!',
  'x'.repeat(32_767),
];

/** Edits at random: of cells that are there, of ones that are not, of rows far below, each value hard to write. */
export function randomEdits(form: WorkbookForm, random: Random, count: number): CellEdit[] {
  const pick = <T>(items: readonly T[]): T => items[random.between(0, items.length - 1)]!;
  const cells = form.sheets.flatMap((sheet) =>
    random
      .shuffled([...sheet.cells()].map(({ ref }) => ref))
      .slice(0, count)
      .map((ref) => ({ sheet, ref })),
  );
  const value = (): CellValue => {
    switch (random.between(0, 9)) {
      case 0:
        return random.between(-1_000_000, 1_000_000) / 1000;
      case 1:
        return random.between(0, 1) === 1;
      case 2:
        return null;
      default:
        return pick(HARD_TEXTS);
    }
  };
  const edits = new Map<string, CellEdit>();
  for (let i = 0; i < count; i++) {
    const isThere = cells.length > 0 && random.between(0, 3) > 0;
    const { sheet, ref } = isThere
      ? pick(cells)
      : {
          sheet: pick(form.sheets),
          ref: cellReference(random.between(1, 400) + (i === 0 ? 1_048_176 : 0), random.between(1, 60)),
        };
    const options = sheet.optionsAt(ref);
    const wanted = options && options.length > 0 && random.between(0, 3) > 0 ? pick(options) : value();
    edits.set(`${sheet.name}!${ref}`, { sheet: sheet.name, ref, value: wanted });
  }
  return [...edits.values()];
}
