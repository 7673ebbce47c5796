import { expect, test } from 'vitest';
import { type ControlEdit, patchDocument, readDocumentForm } from '../../../src/formats/index.js';
import { docx, p } from '../support/docx.js';
import { HARD_TEXTS } from './support/answers.js';
import { differingEntries, partOf } from './support/raw-zip.js';

const BODY = 'word/document.xml';
const W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"';

const run = (text: string, looks = '') =>
  `<w:r>${looks && `<w:rPr>${looks}</w:rPr>`}<w:t>${text}</w:t></w:r>`;
const sdt = (properties: string, content: string, id = 7) =>
  `<w:sdt><w:sdtPr><w:id w:val="${id}"/>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const inline = (properties: string, content: string) => `<w:p>${sdt(properties, content)}</w:p>`;

async function bodyAfter(
  body: string,
  edits: ControlEdit[],
  parts: Record<string, string> = {},
): Promise<string> {
  const { file, report } = patchDocument(docx(body, parts), edits);
  expect(report.filter(({ outcome }) => outcome === 'REFUSED')).toEqual([]);
  return /<w:body>(.*)<\/w:body>/s.exec(await partOf(file, BODY))![1]!;
}

const one = (value: ControlEdit['value'], place = 'control:7'): ControlEdit[] => [{ place, value }];
const lineOf = (body: string, edit: ControlEdit, parts: Record<string, string> = {}) =>
  patchDocument(docx(body, parts), [edit]).report[0]!;

test('a text goes into the run that is there, and keeps its looks', async () => {
  const body = inline(
    '<w:text/>',
    `<w:bookmarkStart w:id="1"/>${run('old', '<w:b/>')}${run(' text')}<w:bookmarkEnd w:id="1"/>`,
  );
  expect(await bodyAfter(body, one('new & short'))).toBe(
    inline(
      '<w:text/>',
      '<w:bookmarkStart w:id="1"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">new &amp; short</w:t></w:r><w:bookmarkEnd w:id="1"/>',
    ),
  );
});

test('a prompt goes, with its looks, once something is entered', async () => {
  const body = sdt(
    '<w:rPr><w:i/></w:rPr><w:showingPlcHdr/><w:text/>',
    `<w:p><w:pPr><w:jc w:val="left"/></w:pPr>${run('Click here', '<w:rStyle w:val="PlaceholderText"/>')}</w:p>`,
  );
  expect(readDocumentForm(docx(body)).controls[0]).toMatchObject({
    place: 'control:7',
    kind: 'TEXT',
    value: null,
  });
  expect(await bodyAfter(body, one('Acme'))).toBe(
    sdt(
      '<w:rPr><w:i/></w:rPr><w:text/>',
      '<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">Acme</w:t></w:r></w:p>',
    ),
  );
});

test.each(HARD_TEXTS.map((text) => [JSON.stringify(text).slice(0, 40), text] as const))(
  '%s reads again as it was written',
  (_name, value) => {
    const { file, report } = patchDocument(docx(inline('', run('x'))), one(value));
    const again = readDocumentForm(file).controls[0]!.value;
    expect(again).toBe(String(report[0]!.after).trimEnd());
  },
);

test('a control of one line has its lines joined, and says so', () => {
  expect(lineOf(inline('<w:text/>', run('x')), one('a\nb')[0]!)).toMatchObject({
    after: 'a b',
    warning: expect.stringContaining('one line'),
  });
  expect(lineOf(inline('<w:text w:multiLine="1"/>', run('x')), one('a\nb')[0]!)).toMatchObject({
    after: 'a\nb',
    warning: null,
  });
});

test('further lines of a text of several paragraphs look the same and are never numbered', async () => {
  const properties =
    '<w:pPr><w:pStyle w:val="Answer"/><w:numPr><w:numId w:val="3"/></w:numPr><w:jc w:val="both"/></w:pPr>';
  const body = sdt('', `<w:p>${properties}${run('old', '<w:b/>')}</w:p>${p('more')}`);
  const bare = '<w:pPr><w:pStyle w:val="Answer"/><w:jc w:val="both"/></w:pPr>';
  expect(await bodyAfter(body, one('a\nb'))).toBe(
    sdt(
      '',
      `<w:p>${properties}<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">a</w:t></w:r></w:p>` +
        `<w:p>${bare}<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">b</w:t></w:r></w:p>`,
    ),
  );
});

const LIST =
  '<w:dropDownList w:lastValue="0"><w:listItem w:displayText="Choose an item." w:value=""/><w:listItem w:displayText="Yes, all" w:value="1"/><w:listItem w:value="No"/></w:dropDownList>';

test('a list takes its options alone, shows their text and remembers their value', async () => {
  const body = inline(LIST, run('Choose an item.'));
  expect(readDocumentForm(docx(body)).controls[0]).toMatchObject({
    kind: 'DROPDOWN',
    options: ['Yes, all', 'No'],
  });
  const after = await bodyAfter(body, one('yes,  ALL'));
  expect(after).toContain('<w:dropDownList w:lastValue="1">');
  expect(after).toContain('<w:t xml:space="preserve">Yes, all</w:t>');
  expect(lineOf(body, one('Maybe')[0]!)).toMatchObject({
    code: 'NOT_AN_OPTION',
    options: ['Yes, all', 'No'],
  });
});

test('a combo box takes any text', () => {
  const body = inline('<w:comboBox><w:listItem w:value="One"/></w:comboBox>', run('x'));
  expect(lineOf(body, one('Seven')[0]!)).toMatchObject({ outcome: 'WRITTEN', after: 'Seven' });
});

test('a date is kept as a day and shown in the form of its control', async () => {
  const body = inline('<w:date><w:dateFormat w:val="dddd, d MMMM yyyy"/></w:date>', run('Enter a date'));
  const after = await bodyAfter(body, one('2026-12-01'));
  expect(after).toContain('<w:date w:fullDate="2026-12-01T00:00:00Z">');
  expect(after).toContain('>Tuesday, 1 December 2026<');
  expect(lineOf(body, one('12/1/2026')[0]!)).toMatchObject({ code: 'NOT_A_VALUE' });
  expect(lineOf(body, one('2026-02-30')[0]!)).toMatchObject({ code: 'NOT_A_VALUE' });
});

test('a check box holds its state and shows the character that it has for it', async () => {
  const box = (checked: 0 | 1, font = 'MS Gothic') =>
    `<w14:checkbox ${W14}><w14:checked w14:val="${checked}"/><w14:checkedState w14:val="00FE" w14:font="${font}"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>`;
  const looks = '<w:rPr><w:rFonts w:ascii="MS Gothic"/></w:rPr>';
  const body = inline(box(0), `<w:r>${looks}<w:t>☐</w:t></w:r>`);
  expect(await bodyAfter(body, one(true))).toBe(
    inline(box(1), `<w:r>${looks}<w:t xml:space="preserve">þ</w:t></w:r>`),
  );
  const pictures = inline(box(0, 'Wingdings'), `<w:r>${looks}<w:t>☐</w:t></w:r>`);
  expect(await bodyAfter(pictures, one(true))).toContain(
    `${looks}<w:sym w:font="Wingdings" w:char="F0FE"/></w:r>`,
  );
  expect(lineOf(body, one('yes')[0]!)).toMatchObject({ code: 'NOT_A_VALUE' });
  expect(lineOf(body, one(false)[0]!)).toMatchObject({ outcome: 'UNCHANGED' });
});

test('what is locked stays, and a control that may not be removed is filled in', () => {
  const locked = (lock: string) => lineOf(inline(`<w:lock w:val="${lock}"/>`, run('x')), one('y')[0]!);
  expect(['contentLocked', 'sdtContentLocked', 'sdtLocked'].map((lock) => locked(lock).code)).toEqual([
    'LOCKED',
    'LOCKED',
    null,
  ]);
});

test('what a control holds beside text is not replaced', () => {
  const body = inline('', `${run('x')}<w:r><w:drawing/></w:r>`);
  expect(lineOf(body, one('y')[0]!)).toMatchObject({ code: 'RICH_VALUE' });
});

const bound = (path: string, store = '{AB}') =>
  inline(
    `<w:dataBinding w:prefixMappings="xmlns:n='urn:x'" w:xpath="${path}" w:storeItemID="${store}"/><w:text/>`,
    run('old'),
  );
const DATA = {
  'customXml/item1.xml': '<r xmlns="urn:x"><a>1</a><b>one</b><b k="v">two</b></r>',
  'customXml/_rels/item1.xml.rels':
    '<Relationships><Relationship Id="r" Type="http://x/customXmlProps" Target="itemProps1.xml"/></Relationships>',
  'customXml/itemProps1.xml': '<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{ab}"/>',
};

test.each([
  ['/n:r[1]/n:b[2]', '<b k="v">new &lt;</b></r>'],
  ['/n:r/n:b[2]/@k', '<b k="new &lt;">two</b></r>'],
])('data that a control is bound to changes with it: %s', async (path, expected) => {
  const { file, changedParts, report } = patchDocument(docx(bound(path), DATA), one('new <'));
  expect(report[0]!.outcome).toBe('WRITTEN');
  expect(changedParts.map(({ why }) => why)).toEqual(['ANSWERS', 'BOUND_DATA']);
  expect(await partOf(file, 'customXml/item1.xml')).toContain(expected);
});

test('where bound data cannot be found by its path the old value would come back, so nothing is written; without data it is', () => {
  const outcome = (path: string, store?: string) => lineOf(bound(path, store), one('new')[0]!, DATA).code;
  expect(outcome("/*[local-name()='r'][1]")).toBe('RICH_VALUE');
  expect(outcome('/n:r[1]/n:nothing[1]')).toBeNull();
  expect(outcome('/n:r[1]/n:b[1]', '{CD}')).toBeNull();
});

const mark = (type: string, data = '') =>
  `<w:r><w:fldChar w:fldCharType="${type}">${data && `<w:ffData>${data}</w:ffData>`}</w:fldChar></w:r>`;
const field = (data: string, result = '') =>
  `<w:p>${run('Name ')}${mark('begin', `<w:name w:val="F"/>${data}`)}<w:r><w:instrText> FORM </w:instrText></w:r>${result && mark('separate') + result}${mark('end')}${run(' Ltd')}</w:p>`;

test('a text field shows its answer between its marks', async () => {
  const body = field('<w:enabled/><w:textInput/>', `${run('\u2002', '<w:b/>')}${run('\u2002')}`);
  expect(readDocumentForm(docx(body)).controls[0]).toMatchObject({
    place: 'field:F',
    kind: 'TEXT',
    source: 'FORM_FIELD',
    value: null,
    before: 'Name',
    after: 'Ltd',
  });
  expect(await bodyAfter(body, one('Acme', 'field:F'))).toBe(
    field(
      '<w:enabled/><w:textInput/>',
      '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Acme</w:t></w:r>',
    ),
  );
  expect(await bodyAfter(field('<w:textInput/>'), one('Acme', 'field:F'))).toContain(
    '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">Acme</w:t></w:r><w:r><w:fldChar w:fldCharType="end">',
  );
});

test('a field says what it does not take', () => {
  const code = (data: string, value: string) =>
    lineOf(field(data, run('x')), { place: 'field:F', value }).code;
  expect(code('<w:textInput><w:maxLength w:val="3"/></w:textInput>', 'four')).toBe('TOO_LONG');
  expect(code('<w:textInput><w:type w:val="calculated"/></w:textInput>', 'a')).toBe('FORMULA');
  expect(code('<w:enabled w:val="0"/><w:textInput/>', 'a')).toBe('LOCKED');
  expect(code('<w:ddList><w:listEntry w:val="A"/></w:ddList>', 'B')).toBe('NOT_AN_OPTION');
});

test('check boxes and lists among form fields hold their answers', async () => {
  expect(
    await bodyAfter(
      field('<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>'),
      one(true, 'field:F'),
    ),
  ).toBe(field('<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked w:val="1"/></w:checkBox>'));
  expect(await bodyAfter(field('<w:checkBox><w:checked/></w:checkBox>'), one(false, 'field:F'))).toBe(
    field('<w:checkBox><w:checked w:val="0"/></w:checkBox>'),
  );
  const list = '<w:ddList><w:default w:val="0"/><w:listEntry w:val="A"/><w:listEntry w:val="B"/></w:ddList>';
  expect(await bodyAfter(field(list), one('b', 'field:F'))).toBe(
    field(list.replace('<w:default', '<w:result w:val="1"/><w:default')),
  );
});

const table = (...cells: string[]) =>
  `<w:tbl><w:tr>${cells.map((cell) => `<w:tc><w:tcPr/>${cell}</w:tc>`).join('')}</w:tr></w:tbl>`;

test('a cell keeps the properties of its paragraph and its mark, and its text is never numbered', async () => {
  const properties = '<w:pPr><w:jc w:val="right"/><w:rPr><w:sz w:val="18"/></w:rPr></w:pPr>';
  const body = table(p('Question?'), `<w:p>${properties}</w:p>`, '<w:p/>');
  const form = readDocumentForm(docx(body));
  expect(form.tables[0]!.rows[0]!.map(({ place, text, writable }) => [place, text, writable])).toEqual([
    ['cell:t1r1c1', 'Question?', true],
    ['cell:t1r1c2', '', true],
    ['cell:t1r1c3', '', true],
  ]);
  const edits = [...one('a\nb', 'cell:t1r1c2'), ...one('c\nd', 'cell:t1r1c3')];
  const line = (text: string) =>
    `<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const plain = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
  expect(await bodyAfter(body, edits)).toBe(
    table(
      p('Question?'),
      `<w:p>${properties}${line('a')}</w:p><w:p>${properties}${line('b')}</w:p>`,
      plain('c') + plain('d'),
    ),
  );
});

test('labels within one cell get an answer each, and stay', async () => {
  const body = table(`<w:p>${run('Name:', '<w:b/>')}${run(' ____')}</w:p><w:p>${run('Title: old')}</w:p>`);
  const [cell] = readDocumentForm(docx(body)).tables[0]!.rows[0]!;
  expect(cell!.answers).toEqual([
    { place: 'cell:t1r1c1p1', label: 'Name', value: '' },
    { place: 'cell:t1r1c1p2', label: 'Title', value: 'old' },
  ]);
  const edits = [...one('Ada', 'cell:t1r1c1p1'), ...one('CTO', 'cell:t1r1c1p2')];
  const { file } = patchDocument(docx(body), edits);
  const [after] = readDocumentForm(file).tables[0]!.rows[0]!;
  expect(after!.text).toBe('Name: Ada\nTitle: CTO');
  expect(after!.answers.map(({ value }) => value)).toEqual(['Ada', 'CTO']);
  expect(await partOf(file, BODY)).toContain(
    '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Name:</w:t></w:r><w:r><w:t xml:space="preserve"> Ada</w:t></w:r>',
  );
});

test('a cell and a label within it are not both written', () => {
  const file = docx(table(`<w:p>${run('Name:')}</w:p>`));
  const { report } = patchDocument(file, [...one('Ada', 'cell:t1r1c1p1'), ...one('all', 'cell:t1r1c1')]);
  expect(report.map(({ code }) => code)).toEqual([null, 'GIVEN_TWICE']);
});

test('cells that continue others or hold controls are not written', () => {
  const file = docx(
    `<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>${inline('', run('x'))}</w:tc></w:tr></w:tbl>`,
  );
  const { report } = patchDocument(file, [
    ...one('a', 'cell:t1r1c1'),
    ...one('a', 'cell:t1r1c2'),
    ...one('a', 'cell:t9r1c1'),
  ]);
  expect(report.map(({ code }) => code)).toEqual(['MERGED', 'RICH_VALUE', 'NO_SUCH_PLACE']);
});

test('a document that is protected for forms takes answers in its controls alone; one that is only to be read takes none', () => {
  const settings = (edit: string) => ({
    'word/settings.xml': `<w:settings xmlns:w="urn:w"><w:documentProtection w:edit="${edit}" w:enforcement="1"/></w:settings>`,
  });
  const body = inline('', run('x')) + table('<w:p/>');
  const codes = (edit: string) =>
    patchDocument(docx(body, settings(edit)), [...one('a'), ...one('b', 'cell:t1r1c1')]).report.map(
      ({ code }) => code,
    );
  expect(codes('forms')).toEqual([null, 'LOCKED']);
  expect(codes('readOnly')).toEqual(['LOCKED', 'LOCKED']);
  expect(codes('trackedChanges')).toEqual([null, null]);
});

test('controls in headers are found and written, and only their part changes', async () => {
  const file = docx(p('Body'), {
    'word/_rels/document.xml.rels':
      '<Relationships><Relationship Id="r" Type="http://x/header" Target="header1.xml"/></Relationships>',
    'word/header1.xml': `<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${inline('', run('x'))}</w:hdr>`,
  });
  const returned = patchDocument(file, one('Acme'));
  expect(await differingEntries(file, returned.file)).toEqual(['word/header1.xml']);
});

test('controls without an id, or with one that others have, are told apart by their order', () => {
  const body = `${inline('', run('a')) + inline('', run('b'))}<w:p><w:sdt><w:sdtPr/><w:sdtContent>${run('c')}</w:sdtContent></w:sdt></w:p>`;
  expect(readDocumentForm(docx(body)).controls.map(({ place, value }) => [place, value])).toEqual([
    ['control:7', 'a'],
    ['control:7#2', 'b'],
    ['control:#1', 'c'],
  ]);
});

test('without a change the file is the one that was given', () => {
  const file = docx(inline('', run('x')));
  expect(patchDocument(file, one('x')).file).toBe(file);
});
