import { expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { doc, field, formField, innerRow, property, row, text } from './support/doc.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';

async function read(bytes: Uint8Array) {
  const document = await extractDocument(bytes, 'doc');
  expectSound(document);
  return document;
}

test('check boxes and lists of a form read as in Word, chosen or by default', async () => {
  const forms = [
    formField('box', 1, 0),
    formField('box', 0, 1),
    formField('box', 25, 1),
    formField('list', 2, 0, ['Daily', 'Weekly', 'Once a month']),
    formField('list', 25, 1, ['SaaS', 'On premises']),
  ];
  const places = forms.map((_, index) => forms.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const box = (index: number) => field('FORMCHECKBOX', [], places[index]!);
  const list = (index: number) => field('FORMDROPDOWN', [], places[index]!);
  const rows = [
    row(['Are backups encrypted?', [...box(0), ' Yes ', ...box(1), ' No']]),
    row(['Is a test restored?', [...box(2), ' Yes']]),
    row(['How often?', list(3)]),
    row(['Which edition?', [...list(4), ', ', ...field('FORMTEXT', ['from 2027 on'])]]),
  ];
  expect(cellsOf(await read(doc(rows.flat(), { data: forms })))).toEqual([
    ['Are backups encrypted?', '☒ Yes ☐ No'],
    ['Is a test restored?', '☒ Yes'],
    ['How often?', 'Once a month'],
    ['Which edition?', 'On premises, from 2027 on'],
  ]);
});

test('symbols read as what they show in their font', async () => {
  const inFont = (font: number, char: string) => ({ text: char, has: property(0x4a4f, font) });
  const inserted = (font: number, code: number) => ({
    text: '(',
    has: property(0x6a09, font + (0xf000 + code) * 0x10000),
  });
  const bytes = doc(
    [
      text([inFont(1, '\uf0fe'), ' Yes ', inFont(1, '\uf0a8'), ' No']),
      text([inFont(2, '\uf052'), ' Yes ', inFont(2, '\uf0a3'), ' No']),
      text([inserted(1, 0xa8), ' Yes ', inserted(2, 0x51), ' No']),
      text(['\uf0fe Yes \uf0a3 No']),
      text(['At most ', inFont(3, '\uf0a3'), ' 4 hours']),
    ],
    { fonts: ['Times New Roman', 'Wingdings', 'Wingdings 2', 'Symbol'] },
  );
  expect((await read(bytes)).text.trim().split('\n')).toEqual([
    '☒ Yes ☐ No',
    '☒ Yes ☐ No',
    '☐ Yes ☒ No',
    '☒ Yes ☐ No',
    'At most ≤ 4 hours',
  ]);
});

test('hyphens that never break a line stay, those that may go, and fields show their results at any depth', async () => {
  const inner = field('MERGEFIELD Product', ['the hosted ', ...field('REF edition', ['edition'])]);
  const bytes = doc([
    text(['The add\x1eon covers SOC\x1e2 and co\x1foperation.']),
    text(['We run ', ...field('IF 1 = 1 "a" "b"', inner), ' for ', ...field('HYPERLINK "x"', ['Acme']), '.']),
    text([...field('IF "', field('PAGE', ['7'])), 'Text after it.']),
    text(['One sentence\vover two lines.\x0b2. An item of its own.']),
  ]);
  expect(outline(await read(bytes))).toEqual([
    'paragraph: The add-on covers SOC-2 and cooperation.',
    'paragraph: We run the hosted edition for Acme.',
    'paragraph: 7Text after it.',
    'paragraph: One sentence\nover two lines.',
    'list-item 2.: An item of its own.',
  ]);
});

test('what was deleted or hidden is no text, and styles of Word make headings', async () => {
  const bytes = doc([
    text('Scope', 2),
    text([
      'The price is ',
      { text: 'secret', has: property(0x083c, 1) },
      { text: 'ten', has: property(0x0800, 1) },
      '20.',
    ]),
  ]);
  const { blocks, leftOut } = await read(bytes);
  expect(leftOut.map(({ kind, count }) => [kind, count])).toEqual([
    ['DELETED_TEXT', 1],
    ['HIDDEN_TEXT', 1],
  ]);
  expect(blocks.map(({ kind, level, text }) => [kind, level, text])).toEqual([
    ['heading', 2, 'Scope'],
    ['paragraph', null, 'The price is 20.'],
  ]);
});

test('a table inside a cell stays there, in order, and cells over several columns keep the columns apart', async () => {
  const edges = [0, 900, 5000, 9000];
  const bytes = doc([
    text('Form'),
    ...row(['Section A: Hosting'], [0, 9000]),
    ...row(['A1', 'Where is it hosted?', 'In Oslo'], edges),
    ...row(
      [
        'A2',
        [text('Fill in for each site:'), ...innerRow(['Site', 'Certified?']), ...innerRow(['Oslo', 'Yes'])],
        '',
      ],
      edges,
    ),
    ...row(['A3', 'Which subcontractors?'], [0, 900, 9010]),
    text('The end.'),
    ...row(['A frame around text is no table.'], [0, 9000]),
  ]);
  const document = await read(bytes);
  expect(cellsOf(document)).toEqual([
    ['Section A: Hosting', '', ''],
    ['A1', 'Where is it hosted?', 'In Oslo'],
    ['A2', 'Fill in for each site:\nSite\tCertified?\nOslo\tYes', ''],
    ['A3', 'Which subcontractors?', ''],
  ]);
  expect(document.blocks.at(-1)!.text).toBe('A frame around text is no table.');
});

test('a document of Word 95 is refused by name', async () => {
  await expect(read(doc([text('Old')], { magic: 0xa5dc }))).rejects.toThrow(/Word 6 or 95.*Save it as Word/);
});
