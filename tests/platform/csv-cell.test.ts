import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { csvCell, csvRow, inertCell } from '../../src/platform/text/csv-cell.js';

test.each([
  '=1+1',
  '+1',
  '-1+cmd',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  ' =1',
  '\u00a0\u200b+1',
  '"=1',
  '\u0000=1',
  `=cmd|'/C calc'!A0`,
  '=HYPERLINK("http://127.0.0.1","x")',
])('%j is exported as text, not as a formula', (text) => {
  expect(inertCell(text)).toBe(`'${text}`);
});

test.each(['Yes', 'a=b', 'a-b', '', "'quoted'", '100 % + more', '(=1)'])('%j stays as it is', (text) => {
  expect(inertCell(text)).toBe(text);
});

test.each([';', '\t', '|', '\n'])(
  'nothing is a formula for a program that takes %j for the separator either',
  (separator) => {
    const row = csvRow([
      `a${separator}=1+1`,
      `b${separator} "@SUM(A1)`,
      `c${separator}fine = true`,
      'd;+2;-3\t@x',
      `e${separator}${' "'.repeat(200)}=1+1`,
    ]);
    const naive = row.split(/[,;\t|\r\n]/).map((cell) => cell.replace(/^[\s"]+/, ''));
    expect(naive.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(Papa.parse<string[]>(row.trimEnd()).data[0]![2]).toBe(`c${separator}fine = true`);
    // A reader of semicolons that does know quotes sees no formula either.
    const others = Papa.parse<string[]>(row, { delimiter: separator === '\n' ? ';' : separator }).data.flat();
    expect(others.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([]);
  },
);

test('separators, quotes and line breaks stay inside their cell', () => {
  const cells = ['a,b', 'say "yes"', 'two\nlines', ' spaced ', 'semi;colon', '=1,"2"'];
  const { data } = Papa.parse(csvRow(cells).trimEnd());
  expect(data).toEqual([['a,b', 'say "yes"', 'two\nlines', ' spaced ', 'semi;colon', `'=1,"2"`]]);
});

test('a number is a number, also below zero, and nothing is an empty cell', () => {
  expect(csvRow([-5, 0.25, null, Number.NaN])).toBe('-5,0.25,,\r\n');
  expect(csvCell('-5')).toBe("'-5");
});
