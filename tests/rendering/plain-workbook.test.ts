import { expect, test } from 'vitest';
import { readWorkbookForm } from '../../src/formats/ooxml/index.js';
import { plainWorkbook } from '../../src/rendering/index.js';

const cells = (bytes: Uint8Array) =>
  [...readWorkbookForm(bytes).sheets[0]!.cells()].map(({ ref, value, formula }) => [ref, value, formula]);

test('texts and numbers stand in it as they are, and nothing is calculated', () => {
  const rows = [['=1+1', 12, null, 'a < b & "c"\nsecond line \u{1f600} ]]> _x0041_']];
  const columns = ['One', 'Two', 'Three', 'Four'].map((title) => ({ title, width: 10 }));
  const bytes = plainWorkbook([{ name: 'Answers', columns, rows }]);
  expect(cells(bytes)).toEqual([
    ['A1', 'One', false],
    ['B1', 'Two', false],
    ['C1', 'Three', false],
    ['D1', 'Four', false],
    ['A2', '=1+1', false],
    ['B2', 12, false],
    ['C2', null, false],
    ['D2', 'a < b & "c"\nsecond line \u{1f600} ]]> _x0041_', false],
  ]);
});

test('control characters and what is longer than a cell holds are left out', () => {
  const rows = [[`\u0001ok\u000b`, 'x'.repeat(40_000)]];
  const bytes = plainWorkbook([
    {
      name: 'Long',
      columns: [
        { title: 'A', width: 5 },
        { title: 'B', width: 5 },
      ],
      rows,
    },
  ]);
  const [, , first, second] = cells(bytes);
  expect(first![1]).toBe('ok');
  expect(String(second![1])).toHaveLength(32_767);
});
