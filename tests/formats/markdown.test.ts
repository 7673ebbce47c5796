import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';

async function read(text: string) {
  const document = await extractDocument(new TextEncoder().encode(text), 'markdown');
  expectSound(document);
  return document;
}

describe('Markdown', () => {
  test('headings of both kinds lose their marks and keep their level and number', async () => {
    const document = await read('# 1.0 Instructions\n\n## Quotes ##\n\nScope\n=====\n\nTerms\n-----\n');
    expect(outline(document)).toEqual([
      'heading 1.0: Instructions',
      'heading: Quotes',
      'heading: Scope',
      'heading: Terms',
    ]);
    expect(document.blocks.map((block) => block.level)).toEqual([1, 2, 1, 2]);
  });

  test('a wrapped paragraph is one block, and links stay as they were written', async () => {
    const text = 'Submit the quote\nthrough the [form](https://example.com/form).\n\nNext.\n';
    const document = await read(text);
    expect(document.text).toBe(text);
    expect(outline(document)).toEqual([
      'paragraph: Submit the quote\nthrough the [form](https://example.com/form).',
      'paragraph: Next.',
    ]);
  });

  test('a number at the start of a wrapped line is part of its sentence', async () => {
    const document = await read(
      'This is issued under Federal Acquisition Regulation\n8.405-1 and in line with Section\n1.1. Quotes are due.\n',
    );
    expect(document.blocks).toHaveLength(1);
  });

  test('items nest by their indent and keep their numbers', async () => {
    const document = await read('1. First\n2. Second\n   - Inner\n     goes on\n* [x] Done\n');
    expect(outline(document)).toEqual([
      'list-item 1.: First',
      'list-item 2.: Second',
      'list-item: Inner\n     goes on',
      'list-item: Done',
    ]);
    expect(document.blocks.map((block) => block.level)).toEqual([1, 1, 2, 1]);
  });

  test('marks of a quote leave the sentences whole, and no offset moves', async () => {
    const text = '1.  > The amount of funds\n    > remaining\n';
    const document = await read(text);
    expect(document.text).toHaveLength(text.length);
    expect(document.blocks[0]!.text.replace(/\s+/g, ' ')).toBe('The amount of funds remaining');
  });

  test('each row of a table is a block with its cells, the first one the header', async () => {
    const document = await read('| Item | Due |\n|:-----|----:|\n| A \\| B | May |\n| C | |\n');
    expect(cellsOf(document)).toEqual([
      ['Item', 'Due'],
      ['A \\| B', 'May'],
      ['C', ''],
    ]);
    expect(document.blocks.map((block) => block.row!.isHeader)).toEqual([true, false, false]);
    expect(document.blocks.map((block) => block.row!.index)).toEqual([0, 1, 2]);
  });

  test('links into the document are its table of contents', async () => {
    const document = await read('[1.0 Scope](#scope)\n\n[2.0 Terms of\nuse](#terms)\n\n# Scope\n');
    expect(document.blocks.map((block) => block.furniture)).toEqual(['contents', 'contents', null]);
  });

  test('a line of bold text is a heading below the one above it', async () => {
    const document = await read('# Evaluation\n\n**Price Criteria**\n\nThe **lowest** price wins.\n');
    expect(outline(document)).toEqual([
      'heading: Evaluation',
      'heading: Price Criteria',
      'paragraph: The **lowest** price wins.',
    ]);
    expect(document.blocks[1]!.level).toBe(2);
  });

  test.each([
    ['YAML', '---\ntitle: "Access policy"\ntags:\n  - security\n# a remark\nweight: 3\n---\n'],
    ['TOML', "\n+++\ntitle = 'Access policy'\n[params]\nweight = 3\n+++\n"],
  ])('%s at the top is metadata: its title is a heading, and no offset moves', async (_kind, matter) => {
    const source = `${matter}\nAccess is reviewed monthly.\n\n## Scope\n\nAll staff.\n`;
    const document = await read(source);
    expect(outline(document)).toEqual([
      'heading: Access policy',
      'paragraph: Access is reviewed monthly.',
      'heading: Scope',
      'paragraph: All staff.',
    ]);
    for (const { start, end, text } of document.blocks) expect(source.slice(start, end)).toBe(text);
    expect(document.leftOut.map(({ kind, count }) => [kind, count])).toEqual([['FRONT_MATTER', 1]]);
    const repeated = await read(`${matter}\n# Access policy\n\nText.\n`);
    expect(outline(repeated)).toEqual(['heading: Access policy', 'paragraph: Text.']);
    expect(repeated.blocks[0]!.start).toBeGreaterThan(matter.length);
  });

  test('rules at the top and below a longer text are no metadata and no underline', async () => {
    const long = 'One line of a paragraph\nand another one\nand a third one.';
    expect(outline(await read(`---\nWe host in Oslo: always.\n---\n\n${long}\n---\n\nEnd.\n`))).toEqual([
      'heading: We host in Oslo: always.',
      `paragraph: ${long}`,
      'paragraph: End.',
    ]);
  });

  test('a table in HTML has rows with cells, each where it stands in the source', async () => {
    const source =
      'Kept for:\n<table>\n <thead><tr><th>Data</th><th colspan="2">Kept for</th></tr></thead>\n\n' +
      ' <tr><td rowspan="2">Logs</td>\n  <td><b>12</b> months</td><td>R&amp;D<br>only</td></tr>\n <tr><td>7 years</td><td></td></tr>\n</table>\n\n' +
      '| A | B |\n|---|---|\n| 1 | 2 |\n';
    const document = await read(source);
    expect(document.text).toHaveLength(source.length);
    expect(cellsOf(document)).toEqual([
      ['Data', 'Kept for', ''],
      ['Logs', '12 months', 'R&D\nonly'],
      ['', '7 years', ''],
      ['A', 'B'],
      ['1', '2'],
    ]);
    expect(document.blocks.flatMap(({ row }) => (row ? [[row.table, row.isHeader]] : []))).toEqual([
      [0, true],
      [0, false],
      [0, false],
      [1, true],
      [1, false],
    ]);
    const starts = document.blocks[2]!.row!.cells.map(({ start }) => source.slice(start).slice(0, 3));
    expect(starts).toEqual(['Log', '12<', 'R&a']);
    expect(document.blocks[2]!.text).toMatch(/^Logs +\| 12 months +\| R&D\nonly$/);
  });

  test('other blocks of HTML read as on a page, and Markdown between their tags as Markdown', async () => {
    const source =
      '<p align="center">Hosted <a href="x">in Oslo</a></p>\n\n<details>\n<summary>More</summary>\n\n- **one** item\n\n</details>\n\n' +
      '<div>\n## Inside\n</div>\n\n<ol start="3"><li>Third<li>Fourth</ol>\n<script>hidden()</script>\n\n<a name="x"></a>\n## After\n\nWrite `<table>` for 1 < 2 <b>tables</b>.\n\n```\n<!-- code -->\n<table></table>\n```\n';
    expect(outline(await read(source))).toEqual([
      'paragraph: Hosted in Oslo',
      'heading: More',
      'list-item: **one** item',
      'heading: Inside',
      'list-item 3.: Third',
      'list-item 4.: Fourth',
      'heading: After',
      'paragraph: Write `<table>` for 1 < 2 <b>tables</b>.',
      'paragraph: <!-- code -->\n<table></table>',
    ]);
  });

  test('comments are left out and counted, but not where they are code', async () => {
    const source =
      'We log <!-- not really --> everything.\n\n<!--\n# Internal\n-->\n\nWrite `<!-- so -->`. <!-- open\n';
    const document = await read(source);
    expect(document.blocks.map(({ text }) => text.replace(/ +/g, ' '))).toEqual([
      'We log everything.',
      'Write `<!-- so -->`. <!-- open',
    ]);
    expect(document.leftOut).toMatchObject([{ kind: 'MARKUP_COMMENTS', count: 2, page: null }]);
  });

  test.each([
    ['comments that nobody closes', '<!-- x\n\n'],
    ['tables that nobody closes', '<table><tr>\n'],
    ['tags amid Markdown', '<p>\n# x\n'],
    ['fences', '~~~\n<!--\n'],
    ['small tables', '<table><tr><td>a<td>b</table>\n\n'],
  ])('%s by the thousand are read in time', async (_name, piece) => {
    const text = piece.repeat(Math.floor(400_000 / piece.length));
    const document = await extractDocument(new TextEncoder().encode(text), 'markdown');
    expect(document.text).toHaveLength(text.length);
  });
});
