import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type CellEdit, patchWorkbook, readWorkbookForm } from '../../../src/formats/index.js';
import { number, row, type Sheet, text, workbookParts, xlsx } from '../support/xlsx.js';
import { HARD_TEXTS } from './support/answers.js';
import { differingEntries, partOf } from './support/raw-zip.js';

const SHEET = 'xl/worksheets/sheet1.xml';
const edit = (ref: string, value: CellEdit['value'], sheet = 'A'): CellEdit => ({ sheet, ref, value });
const one = (sheet: Partial<Sheet>, parts: Record<string, string> = {}) =>
  xlsx([{ name: 'A', rows: '', ...sheet }], parts);

/** The inner XML of a sheet's rows after edits. */
async function rowsAfter(file: Uint8Array, edits: CellEdit[], part = SHEET): Promise<string> {
  const returned = patchWorkbook(file, edits);
  expect(returned.report.filter(({ outcome }) => outcome === 'REFUSED')).toEqual([]);
  return /<((?:\w+:)?)sheetData>(.*)<\/\1sheetData>/s.exec(await partOf(returned.file, part))![2]!;
}

/** What became of one edit. */
const lineOf = (file: Uint8Array, change: CellEdit) => patchWorkbook(file, [change]).report[0]!;

/** A relations part of the first sheet. */
const relations = (type: string, target: string) =>
  `<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`;

/** Styles 0 and 1: locked, as all are, and not. */
const LOCKS = '<styleSheet><cellXfs><xf/><xf><protection locked="0"/></xf></cellXfs></styleSheet>';

const list = (sqref: string, formula: string, more = '') =>
  `<dataValidations><dataValidation type="list" sqref="${sqref}" ${more}><formula1>${formula}</formula1></dataValidation></dataValidations>`;

test('a cell keeps its place, its style and what follows its value', async () => {
  const rows = row(2, '<c r="B2" s="7" t="s" ph="1"><v>0</v><extLst><ext/></extLst></c>', 'ht="30" x="1"');
  expect(await rowsAfter(one({ rows }), [edit('B2', 'Yes & no')])).toBe(
    '<row r="2" ht="30" x="1"><c r="B2" s="7" ph="1" t="inlineStr"><is><t xml:space="preserve">Yes &amp; no</t></is><extLst><ext/></extLst></c></row>',
  );
});

test('numbers and booleans are written as such, and nothing clears a cell but its style', async () => {
  const rows = row(1, text('A1', 'a', 1) + text('B1', 'b', 2) + text('C1', 'c', 3));
  expect(await rowsAfter(one({ rows }), [edit('A1', 1.5), edit('B1', true), edit('C1', null)])).toBe(
    '<row r="1" ><c r="A1" s="1"><v>1.5</v></c><c r="B1" s="2" t="b"><v>1</v></c><c r="C1" s="3"/></row>',
  );
});

test('missing cells and rows go where they belong, with the style of their row or column', async () => {
  const file = one({
    before: '<cols><col min="4" max="4" style="9"/></cols>',
    rows: `${row(2, number('B2', 1) + number('E2', 2))}<row r="5" s="3" customFormat="1"/>`,
  });
  const edits = ['A2', 'C2', 'D2', 'F2', 'A5', 'B5', 'A1', 'B3', 'D9'].map((ref, i) => edit(ref, i));
  expect(await rowsAfter(file, edits)).toBe(
    '<row r="1"><c r="A1"><v>6</v></c></row>' +
      '<row r="2" ><c r="A2"><v>0</v></c><c r="B2" s="0"><v>1</v></c><c r="C2"><v>1</v></c><c r="D2" s="9"><v>2</v></c><c r="E2" s="0"><v>2</v></c><c r="F2"><v>3</v></c></row>' +
      '<row r="3"><c r="B3"><v>7</v></c></row>' +
      '<row r="5" s="3" customFormat="1"><c r="A5" s="3"><v>4</v></c><c r="B5" s="3"><v>5</v></c></row>' +
      '<row r="9"><c r="D9" s="9"><v>8</v></c></row>',
  );
});

test('a missing cell goes in before a cell that changes as well', async () => {
  const rows = row(1, number('B1', 1));
  expect(await rowsAfter(one({ rows }), [edit('A1', 0), edit('B1', 2)])).toBe(
    '<row r="1" ><c r="A1"><v>0</v></c><c r="B1" s="0"><v>2</v></c></row>',
  );
});

test('rows and cells that do not say where they are keep their places', async () => {
  const rows = '<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>';
  expect(await rowsAfter(one({ rows }), [edit('B1', 9), edit('C2', 8), edit('A3', 7)])).toBe(
    '<row><c><v>1</v></c><c><v>9</v></c></row><row><c r="C2"><v>8</v></c></row><row><c><v>7</v></c></row>',
  );
});

test('a sheet without rows gets some, in its own prefix', async () => {
  const sheet = '<x:worksheet xmlns:x="urn:main"><x:sheetData /><x:pageMargins/></x:worksheet>';
  const { file } = patchWorkbook(one({}, { [SHEET]: sheet }), [edit('B2', 'Yes')]);
  expect(await partOf(file, SHEET)).toBe(
    '<x:worksheet xmlns:x="urn:main"><x:sheetData ><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t xml:space="preserve">Yes</x:t></x:is></x:c></x:row></x:sheetData><x:pageMargins/></x:worksheet>',
  );
});

test('a text that the workbook shares plainly is shared; one with type faces in it is not', async () => {
  const shared =
    '<sst><si><r><t>Yes</t></r></si><si><t>No</t></si><si><t>Yes</t></si><si><t>No</t><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>';
  const file = one({ rows: row(1, number('A1', 1) + number('B1', 1)) }, { 'xl/sharedStrings.xml': shared });
  const after = await rowsAfter(file, [edit('A1', 'Yes'), edit('B1', 'No')]);
  expect(after).toContain('<c r="A1" s="0" t="s"><v>2</v></c><c r="B1" s="0" t="s"><v>1</v></c>');
  expect(await differingEntries(file, patchWorkbook(file, [edit('A1', 'Yes')]).file)).toEqual([SHEET]);
});

test.each(HARD_TEXTS.map((value) => [JSON.stringify(value).slice(0, 40), value]))(
  '%s reads again as it was written',
  (_name, value) => {
    const { file, report } = patchWorkbook(one({ rows: row(1, number('A1', 1)) }), [edit('A1', value!)]);
    const [cell] = [...readWorkbookForm(file).sheets[0]!.cells()];
    expect(cell!.value).toBe(report[0]!.after);
    const kept = value!.replace(/\r\n?/g, '\n').replace(/\p{Surrogate}|(?![\n\t])[\p{Cc}\ufffe]/gu, '');
    expect(cell!.value).toBe(kept);
  },
);

test('what a cell holds already is no change, and then the file is the one that was given', () => {
  const file = one({
    rows: row(1, `${text('A1', 'Yes')}<c r="B1" t="b"><v>1</v></c><c r="C1"><f>1+1</f><v>2</v></c>`),
  });
  const same = [edit('A1', 'Yes'), edit('B1', true), edit('C1', 2), edit('D1', null), edit('E9', '')];
  const returned = patchWorkbook(file, same);
  expect(returned.report.map(({ outcome }) => outcome)).toEqual(same.map(() => 'UNCHANGED'));
  expect(returned.file).toBe(file);
});

const refusals: [
  code: string,
  sheet: Partial<Sheet>,
  change: CellEdit,
  reason: string,
  parts?: Record<string, string>,
][] = [
  ['FORMULA', { rows: row(1, '<c r="A1"><f>B1</f><v>1</v></c>') }, edit('A1', 'x'), 'formula'],
  [
    'FORMULA',
    { rows: row(1, '<c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c>') + row(2, number('A2', 2)) },
    edit('A2', 'x'),
    'formula',
  ],
  [
    'MERGED',
    { rows: '', behind: '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>' },
    edit('A5', 'x'),
    'what A1 holds',
  ],
  [
    'LOCKED',
    { rows: row(1, number('A1', 1)), behind: '<sheetProtection sheet="1" password="CC1A"/>' },
    edit('A1', 'x'),
    'locked',
  ],
  ['LOCKED', { rows: '', behind: '<sheetProtection sheet="true"/>' }, edit('A1', 'x'), 'locked'],
  ['RICH_VALUE', { rows: row(1, '<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>') }, edit('A1', 'x'), 'picture'],
  ['DUPLICATE', { rows: row(1, number('A1', 1) + number('A1', 2)) }, edit('A1', 'x'), 'several times'],
  ['DUPLICATE', { rows: row(2, number('A2', 1)) + row(1, '') }, edit('B2', 'x'), 'not in order'],
  ['TOO_LONG', { rows: '' }, edit('A1', 'x'.repeat(32_768)), '32,768 characters'],
  ['TOO_LONG', { rows: '' }, edit('A1', '\n'.repeat(254)), '255 lines'],
  ['NOT_A_VALUE', { rows: '' }, edit('A1', Number.NaN), 'number'],
  ['NO_SUCH_SHEET', { rows: '' }, edit('A1', 'x', 'A '), '“A ”'],
  ['NO_SUCH_PLACE', { rows: '' }, edit('XFE1', 'x'), 'no cell'],
  [
    'OUT_OF_BOUNDS',
    {
      behind:
        '<dataValidations><dataValidation type="whole" showErrorMessage="1" sqref="A1"><formula1>0</formula1><formula2>5</formula2></dataValidation></dataValidations>',
    },
    edit('A1', 6),
    'a whole number between 0 and 5',
  ],
  [
    'TABLE_HEADER',
    { rows: row(1, text('A1', 'Answer')) },
    edit('A1', 'x'),
    'the table Answers',
    {
      'xl/worksheets/_rels/sheet1.xml.rels': relations('table', '../tables/table1.xml'),
      'xl/tables/table1.xml':
        '<table displayName="Answers" ref="A1:B3"><tableColumns><tableColumn name="Answer"/></tableColumns></table>',
    },
  ],
  [
    'PIVOT_TABLE',
    { rows: row(4, number('A4', 1)) },
    edit('A4', 'x'),
    'pivot',
    {
      'xl/worksheets/_rels/sheet1.xml.rels': relations('pivotTable', '/xl/pivotTables/p.xml'),
      'xl/pivotTables/p.xml': '<pivotTableDefinition><location ref="A3:C9"/></pivotTableDefinition>',
    },
  ],
];

test.each(refusals)('%s is refused with its reason: %#', (code, sheet, change, reason, parts = {}) => {
  const file = one(sheet, parts);
  const returned = patchWorkbook(file, [change]);
  expect(returned.report[0]).toMatchObject({
    outcome: 'REFUSED',
    code,
    reason: expect.stringContaining(reason),
  });
  expect(returned.file).toBe(file);
});

test('an unlocked cell of a protected sheet is written', async () => {
  const file = one(
    { rows: row(1, number('A1', 1, 1)), behind: '<sheetProtection sheet="1"/>' },
    { 'xl/styles.xml': LOCKS },
  );
  expect(await rowsAfter(file, [edit('A1', 2)])).toContain('<c r="A1" s="1"><v>2</v></c>');
});

test('of a cell that is given twice the first value is taken', () => {
  const { report } = patchWorkbook(one({}), [edit('A1', 'first'), edit('$A$1', 'second')]);
  expect(report.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['WRITTEN', null],
    ['REFUSED', 'GIVEN_TWICE'],
  ]);
});

test('a very hidden sheet stays as it is, also where it looks like the visible one; a hidden one is written with a warning', () => {
  const sheets: Sheet[] = [
    { name: 'Answers', rows: '' },
    { name: 'Answers\u200b', rows: '', state: 'veryHidden' },
    { name: 'Lists', rows: '', state: 'hidden' },
  ];
  const edits = sheets.map(({ name }) => edit('A1', 'x', name));
  const { report, changedParts } = patchWorkbook(xlsx(sheets), edits);
  expect(report.map(({ outcome, code }) => code ?? outcome)).toEqual(['WRITTEN', 'HIDDEN_SHEET', 'WRITTEN']);
  expect(report[2]!.warning).toContain('hidden');
  expect(changedParts.map(({ part }) => part)).toEqual([SHEET, 'xl/worksheets/sheet3.xml']);
});

test('two sheets of one name are not told apart', () => {
  const file = xlsx([
    { name: 'A', rows: '' },
    { name: 'A', rows: '' },
  ]);
  expect(lineOf(file, edit('A1', 'x'))).toMatchObject({ code: 'DUPLICATE' });
});

const options = {
  name: 'Options',
  rows:
    row(1, text('A1', 'Fully met')) +
    row(2, text('A2', 'Not met ')) +
    row(3, '') +
    row(4, number('A4', 3)) +
    row(5, '<c r="A5" t="b"><v>1</v></c>'),
  state: 'hidden' as const,
};
const names = (inner: string) => ({
  'xl/workbook.xml': workbookParts([{ name: 'A', rows: '' }, options])['xl/workbook.xml']!.replace(
    '</sheets>',
    `</sheets><definedNames>${inner}</definedNames>`,
  ),
});
const FOUND = ['Fully met', 'Not met ', '3', 'TRUE'];
const lists: [what: string, behind: string, expected: string[] | null, parts?: Record<string, string>][] = [
  ['typed options', list('A1', '&quot;Yes, No ,N/A&quot;'), ['Yes', 'No', 'N/A']],
  ['a range of a hidden sheet', list('A1', 'Options!$A$1:$A$9'), FOUND],
  ['a whole column', list('A1', "'Options'!$A:$A"), FOUND],
  ['a name', list('A1', 'Marks'), FOUND, names('<definedName name="MARKS">Options!$A$1:$A$5</definedName>')],
  [
    'a name of the sheet before one of the workbook',
    list('A1', 'Marks'),
    ['3'],
    names(
      '<definedName name="Marks">Options!$A$1</definedName><definedName name="Marks" localSheetId="0">Options!$A$4</definedName>',
    ),
  ],
  [
    'a name of a name',
    list('A1', 'Marks'),
    ['Fully met'],
    names('<definedName name="Marks">More</definedName><definedName name="More">Options!$A$1</definedName>'),
  ],
  ['a name of itself', list('A1', 'Marks'), null, names('<definedName name="Marks">Marks</definedName>')],
  [
    'a rule that looks at another sheet, as Excel keeps those',
    '<extLst><ext><x14:dataValidations xmlns:x14="x14" xmlns:xm="xm"><x14:dataValidation type="list"><x14:formula1><xm:f>Options!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B7 A1:A3</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>',
    ['Fully met', 'Not met '],
  ],
  [
    'options with commas in them',
    '<dataValidations><dataValidation type="list" sqref="A1"><mc:AlternateContent xmlns:mc="mc"><mc:Choice><x12ac:list xmlns:x12ac="x12">"Yes, all",No</x12ac:list></mc:Choice><mc:Fallback><formula1>"Yes, all,No"</formula1></mc:Fallback></mc:AlternateContent></dataValidation></dataValidations>',
    ['Yes, all', 'No'],
  ],
  ['what is calculated', list('A1', 'INDIRECT(B1)'), null],
  ['another workbook', list('A1', '[1]Sheet1!$A$1:$A$3'), null],
  ['what is not there', list('A1', '#REF!'), null],
  ['a name that is not there', list('A1', 'Nothing'), null],
];

test.each(lists)('the options of %s are found, or known not to be', (_what, behind, expected, parts = {}) => {
  const [sheet] = readWorkbookForm(xlsx([{ name: 'A', rows: '', behind }, options], parts)).sheets;
  expect(sheet!.optionsAt('A1')).toEqual(expected);
  expect(sheet!.validationAt('A1')).toMatchObject({ kind: 'list', options: expected });
  expect(sheet!.optionsAt('C1')).toBeNull();
});

test('a list whose range moves with the cell has other options in each', () => {
  const rows = row(1, text('D1', 'a') + text('E1', 'b')) + row(2, text('D2', 'c'));
  const [sheet] = readWorkbookForm(one({ rows, behind: list('A1:A9', '$D1:$E1') })).sheets;
  expect(sheet!.validations[0]).toMatchObject({ options: null, unresolved: 'BY_CELL' });
  expect(['A1', 'A2', 'A3'].map((ref) => sheet!.optionsAt(ref))).toEqual([['a', 'b'], ['c'], []]);
});

test('an answer becomes the exact option; what the list does not have is refused and its options shown', () => {
  const file = xlsx([{ name: 'A', rows: '', behind: list('A1:A9', 'Options!$A$1:$A$5') }, options]);
  const edits = [
    edit('A1', ' fully  MET'),
    edit('A2', 'Not met'),
    edit('A3', '3'),
    edit('A4', 'true'),
    edit('A5', 'Maybe'),
  ];
  const { report } = patchWorkbook(file, edits);
  expect(report.map(({ after }) => after)).toEqual(['Fully met', 'Not met ', 3, true, null]);
  expect(report[4]).toMatchObject({ code: 'NOT_AN_OPTION', options: FOUND });
  expect(report[4]!.reason).toContain('“Fully met”');
});

test('a list that is calculated goes to a person, whose choice is written with a warning', () => {
  const file = one({ behind: list('A1', 'INDIRECT(B1)') });
  expect(lineOf(file, edit('A1', 'Yes'))).toMatchObject({ outcome: 'REFUSED', code: 'OPTIONS_UNKNOWN' });
  expect(lineOf(file, { ...edit('A1', 'Yes'), chosen: true })).toMatchObject({
    outcome: 'WRITTEN',
    warning: expect.stringContaining('calculation'),
  });
});

test('a text that its row does not show is reported, and the row keeps its height', async () => {
  const styles = '<styleSheet><cellXfs><xf><alignment wrapText="1"/></xf></cellXfs></styleSheet>';
  const file = one(
    { before: '<cols><col min="1" max="1" width="20"/></cols>', rows: row(1, number('A1', 1), 'ht="15"') },
    { 'xl/styles.xml': styles },
  );
  const { report, file: returned } = patchWorkbook(file, [edit('A1', 'word '.repeat(40))]);
  expect(report[0]!.warning).toContain('about 10 lines and the cell shows 1');
  expect(await partOf(returned, SHEET)).toContain('<row r="1" ht="15">');
});

test('where formulas may depend on answers, the workbook is calculated when it is opened', async () => {
  const file = xlsx([
    { name: 'A', rows: '' },
    { name: 'B', rows: row(1, '<c r="A1"><f>A!A1</f><v>0</v></c>') },
  ]);
  const { file: returned, changedParts } = patchWorkbook(file, [edit('A1', 1)]);
  expect(changedParts).toEqual([
    { part: SHEET, why: 'ANSWERS' },
    { part: 'xl/workbook.xml', why: 'RECALCULATION' },
  ]);
  expect(await partOf(returned, 'xl/workbook.xml')).toContain('</sheets><calcPr fullCalcOnLoad="1"/>');
  // Once it asks for it, it stays as it is.
  expect(patchWorkbook(returned, [edit('A1', 2)]).changedParts).toEqual([{ part: SHEET, why: 'ANSWERS' }]);
});

test('a signed workbook is returned with a warning', () => {
  const file = one({}, { '_xmlsignatures/sig1.xml': '<Signature/>' });
  expect(patchWorkbook(file, [edit('A1', 1)]).warnings).toEqual([expect.stringContaining('signature')]);
  expect(patchWorkbook(file, []).warnings).toEqual([]);
});

test('a sheet in UTF-16 stays in it', async () => {
  const parts = workbookParts([{ name: 'A', rows: row(1, text('A1', 'où')) }]);
  const entries = Object.entries(parts).map(([name, xml]) => [
    name,
    name === SHEET ? Buffer.from(`\ufeff${xml}`, 'utf16le') : Buffer.from(xml),
  ]);
  const { file } = patchWorkbook(zipSync(Object.fromEntries(entries)), [edit('B1', '漢')]);
  const [sheet] = readWorkbookForm(file).sheets;
  expect([...sheet!.cells()].map(({ value }) => value)).toEqual(['où', '漢']);
});

test('a form says what its cells are', () => {
  const file = one(
    {
      before: '<cols><col min="3" max="3" hidden="1"/></cols>',
      rows:
        row(1, `${text('A1', 'Q', 1)}<c r="B1" s="0"><f>1+1</f><v>2</v></c>${number('C1', 1)}`) +
        row(2, '<c r="A2"/>', 'hidden="1"'),
      behind: '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    },
    { 'xl/styles.xml': LOCKS },
  );
  const [sheet] = readWorkbookForm(file).sheets;
  expect(sheet).toMatchObject({ name: 'A', state: 'visible', isProtected: true });
  expect(
    [...sheet!.cells()].map((cell) => [
      cell.ref,
      cell.shown,
      cell.locked,
      cell.formula,
      cell.mergedInto,
      cell.hidden,
    ]),
  ).toEqual([
    ['A1', 'Q', false, false, null, false],
    ['B1', '2', true, true, null, false],
    ['C1', '1', true, false, null, true],
    ['A2', '', true, false, 'A1', true],
  ]);
});
