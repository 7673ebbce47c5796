import { expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';
import { number, row, type Sheet, styles, text, textRows, xlsx } from './support/xlsx.js';

async function read(sheets: Sheet[], parts: Record<string, string> = {}) {
  const document = await extractDocument(xlsx(sheets, parts), 'xlsx');
  expectSound(document);
  return document;
}

test('each sheet is a heading with a table', async () => {
  const document = await read([
    {
      name: 'Security',
      rows: textRows([
        ['Question', 'Answer'],
        ['Do you encrypt?', 'Yes'],
      ]),
    },
    { name: 'Company', rows: textRows([['Founded', '1998']]) },
  ]);
  expect(outline(document)).toEqual([
    'heading: Security',
    'table-row: Question\tAnswer',
    'table-row: Do you encrypt?\tYes',
    'heading: Company',
    'table-row: Founded\t1998',
  ]);
  expect(document.blocks.map(({ row }) => row && [row.table, row.index])).toEqual([
    null,
    [0, 0],
    [0, 1],
    null,
    [1, 0],
  ]);
});

test('the first row of several texts in bold type is the header', async () => {
  const header = text('A1', 'Item', 1) + text('B1', 'Price', 1);
  const { blocks } = await read([{ name: 'A', rows: row(1, header) + row(2, text('A2', 'Hosting')) }], {
    'xl/styles.xml': styles(['General']),
  });
  expect(blocks.map(({ row }) => row?.isHeader)).toEqual([undefined, true, false]);
});

const formats: [pattern: string, value: number, shown: string][] = [
  ['General', 0.1 + 0.2, '0.3'],
  ['General', 1234567.5, '1234567.5'],
  ['0.00%', 0.1234, '12.34%'],
  ['#,##0.00', 1234.5, '1,234.50'],
  ['&quot;$&quot;#,##0', 275000, '$275,000'],
  ['yyyy-mm-dd', 46000, '2025-12-09'],
  ['d mmm yyyy', 1, '1 Jan 1900'],
  ['h:mm AM/PM', 0.75, '6:00 PM'],
  ['[Red]0;[Blue]-0', -5, '-5'],
  ['0.0 &quot;GB&quot;', 2.25, '2.3 GB'],
  ['not a &quot;[pattern', 7, '7'],
];

test('numbers, money and dates read as Excel shows them', async () => {
  const cells = formats.map(([, value], i) => row(i + 1, number(`A${i + 1}`, value, i))).join('');
  const document = await read([{ name: 'A', rows: cells }], {
    'xl/styles.xml': styles(formats.map(([pattern]) => pattern)),
  });
  expect(cellsOf(document).flat()).toEqual(formats.map(([, , shown]) => shown));
});

test('dates count from 1904 where the workbook says so', async () => {
  const bytes = { 'xl/styles.xml': styles(['yyyy-mm-dd']) };
  const sheets = [{ name: 'A', rows: row(1, number('A1', 0, 0)) }];
  const plain = xlsx(sheets, bytes);
  expect(plain.length).toBeGreaterThan(0);
  const [workbook] = [
    '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>',
  ];
  const document = await read(sheets, { ...bytes, 'xl/workbook.xml': workbook! });
  expect(cellsOf(document)).toEqual([['1904-01-01']]);
});

test('shared texts keep all of their runs, without their pronunciation', async () => {
  const shared =
    '<sst><si><r><t>Data </t></r><r><rPr><b/></rPr><t>at rest</t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b</t></si></sst>';
  const cells = [0, 1, 2, 99].map((i) => `<c t="s"><v>${i}</v></c>`).join('');
  const document = await read([{ name: 'A', rows: `<row>${cells}</row>` }], {
    'xl/sharedStrings.xml': shared,
  });
  expect(cellsOf(document)).toEqual([['Data at rest', '東京', 'a\nb']]);
});

test('a formula reads as the result that was saved with it', async () => {
  const rows = row(
    1,
    '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>' +
      '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1"><f>NOW()</f></c>',
  );
  expect(cellsOf(await read([{ name: 'A', rows }]))).toEqual([['2', 'ab', 'TRUE', '#REF!']]);
});

test('hidden sheets, columns and rows are left out; rows that a filter hides are not', async () => {
  const sheet = (behind = ''): Sheet => ({
    name: 'A',
    before: '<cols><col min="2" max="2" hidden="1"/></cols>',
    rows:
      row(1, text('A1', 'seen') + text('B1', 'secret') + text('C1', 'too')) +
      row(2, text('A2', 'off'), 'hidden="1"'),
    behind,
  });
  const notes: Sheet = { name: 'Notes', rows: textRows([['secret']]), state: 'veryHidden' };
  expect(cellsOf(await read([sheet(), notes]))).toEqual([['seen', 'too']]);
  const filter = '<autoFilter ref="A1:C2"><filterColumn colId="0"/></autoFilter>';
  expect(cellsOf(await read([sheet(filter)]))).toEqual([
    ['seen', 'too'],
    ['off', ''],
  ]);
});

test('merged cells read once, at their place', async () => {
  const document = await read([
    {
      name: 'A',
      rows: row(1, text('A1', 'Encryption')) + row(2, text('B2', 'At rest?') + text('C2', 'Yes')),
      behind: '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    },
  ]);
  expect(cellsOf(document)).toEqual([
    ['Encryption', '', ''],
    ['', 'At rest?', 'Yes'],
  ]);
});

test('columns far apart make a narrow table', async () => {
  const rows = row(1, text('A1', 'left') + text('XFD1', 'right')) + row(1_048_576, text('A1048576', 'last'));
  const document = await read([{ name: 'A', before: '<dimension ref="A1:XFD1048576"/>', rows }]);
  expect(cellsOf(document)).toEqual([
    ['left', 'right'],
    ['last', ''],
  ]);
});

test('more cells than can be read are refused, the empty ones between them counted', async () => {
  const rows = Array.from({ length: 1100 }, (_, i) => {
    const column = String.fromCharCode(65 + (i % 26)) + String.fromCharCode(65 + (Math.floor(i / 26) % 26));
    const far = String.fromCharCode(65 + Math.floor(i / 676)) + column;
    return row(i + 1, text(`${far}${i + 1}`, 'x'));
  });
  await expect(read([{ name: 'A', rows: rows.join('') }])).rejects.toMatchObject({
    kind: 'file-too-large',
    message: expect.stringContaining('1,000,000 cells'),
  });
});
