import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';

const read = async (text: string) => (await extractDocument(new TextEncoder().encode(text), 'text')).blocks;

describe('separated values', () => {
  test('are rows whose cells hold no quotes of their own', async () => {
    const text = 'ID,Requirement,Answer\n1,"Export to Excel, PDF and CSV",\n2,"A ""dry"" run",yes\n';
    const document = await extractDocument(new TextEncoder().encode(text), 'text');
    const rows = document.blocks.map((block) =>
      block.row?.cells.map(({ start, end }) => text.slice(start, end)),
    );
    expect(rows).toEqual([
      ['ID', 'Requirement', 'Answer'],
      ['1', 'Export to Excel, PDF and CSV', ''],
      ['2', 'A ""dry"" run', 'yes'],
    ]);
  });

  test('are not seen in prose', async () => {
    const blocks = await read(
      'Red, green, and blue.\nOne, two, and three.\nBread, butter, and jam.\nHere, there, and away.\n',
    );
    expect(blocks.every(({ row }) => row === null)).toBe(true);
  });
});

test('a head that comes again beside page numbers is furniture, even in mid-sentence', async () => {
  const blocks = await read(`CITY OF HALVERSON
- 3 -

The firm shall correct broken links found during

CITY OF HALVERSON
- 4 -

migration.
`);
  expect(blocks.map(({ text, furniture }) => [text, furniture])).toEqual([
    ['CITY OF HALVERSON', 'header'],
    ['- 3 -', 'page-number'],
    ['The firm shall correct broken links found during', null],
    ['CITY OF HALVERSON', 'header'],
    ['- 4 -', 'page-number'],
    ['migration.', null],
  ]);
});

test('sections numbered without a mark are titles as long as they count up', async () => {
  const blocks = await read(`1 Introduction
The bank has branches.

2 Exclusion criteria
It applies two of them.

12 Main Street
Lindenau
`);
  expect(blocks.filter(({ number }) => number).map(({ kind, number, text }) => [kind, number, text])).toEqual(
    [
      ['heading', '1', 'Introduction'],
      ['heading', '2', 'Exclusion criteria'],
    ],
  );
});

test('numbered lines right below each other are items, not titles', async () => {
  const blocks = await read('3.1.1 Tiered Rates\n3.1.2 Automatic Sweep\n3.1.3 Dormant Accounts\n');
  expect(blocks.map(({ kind }) => kind)).toEqual(['list-item', 'list-item', 'list-item']);
});

test('words broken at the end of a line are whole, and lines stay where they are', async () => {
  const text = `The contractor shall appoint two admini-
strators, who answer for the multi-
factor login and report each release of the soft-
ware.

It shall keep the state-of-the-
art tools up to date.
`;
  expect((await read(text)).map((block) => block.text)).toEqual([
    'The contractor shall appoint two administrators,\nwho answer for the multi-\nfactor login and report each release of the software.',
    'It shall keep the state-of-the-\nart tools up to date.',
  ]);
});

test('a label with room behind it is no title', async () => {
  expect((await read('ACKNOWLEDGMENT\n\nCompany: ________\nDate: ________\n'))[1]!.kind).toBe('paragraph');
});
