import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { cellsOf, expectSound } from './support/invariants.js';

const encode = (text: string) => new TextEncoder().encode(text);

async function read(source: string | Uint8Array) {
  const document = await extractDocument(typeof source === 'string' ? encode(source) : source, 'csv');
  expectSound(document);
  return document;
}

describe('a CSV file', () => {
  test.each([',', ';', '\t', '|'])(
    'is one table, whether its cells are set apart by %j',
    async (separator) => {
      const rows = [
        ['Question', 'Answer'],
        ['Do you, or do you not; encrypt?', 'Yes'],
        ['Who has keys?', 'We do'],
      ];
      const source = rows.map((cells) => cells.map((cell) => `"${cell}"`).join(separator)).join('\r\n');
      const document = await read(source);
      expect(cellsOf(document)).toEqual(rows);
      expect(document.blocks.map(({ row }) => row!.isHeader)).toEqual([true, false, false]);
    },
  );

  test('keeps quotes, separators and line breaks inside a cell', async () => {
    const document = await read('a,b\n"say ""yes"", please","two\nlines"\n');
    expect(cellsOf(document)).toEqual([
      ['a', 'b'],
      ['say "yes", please', 'two\nlines'],
    ]);
  });

  test('may start with a byte order mark, in UTF-8 and in UTF-16, and name its separator', async () => {
    const source = 'sep=;\nFrage;Antwort\nVerschlüsselt?;Ja\n';
    const cells = [
      ['Frage', 'Antwort'],
      ['Verschlüsselt?', 'Ja'],
    ];
    expect(cellsOf(await read(`\ufeff${source}`))).toEqual(cells);
    expect(cellsOf(await read(new Uint8Array(Buffer.from(`\ufeff${source}`, 'utf16le'))))).toEqual(cells);
  });

  test('may have rows of different lengths and rows of nothing', async () => {
    expect(cellsOf(await read('a,b,c\n1\n,,\n\n1,2,3,4,,,\n'))).toEqual([
      ['a', 'b', 'c'],
      ['1'],
      ['1', '2', '3', '4'],
    ]);
  });

  test('holds formulas as the text that they are', async () => {
    const document = await read(`Item,Value\nx,"=HYPERLINK(""http://127.0.0.1"")"\ny,=cmd|'/C calc'!A0\n`);
    expect(cellsOf(document).map((cells) => cells[1])).toEqual([
      'Value',
      '=HYPERLINK("http://127.0.0.1")',
      "=cmd|'/C calc'!A0",
    ]);
  });

  test('may miss its last quote', async () => {
    expect(cellsOf(await read('a,b\n"never closed, c\nd,e'))[1]![0]).toContain('never closed');
  });

  test('of 100,000 rows is read whole; of more than a million cells not at all', async () => {
    const many = await extractDocument(encode('question,answer\n'.repeat(100_000)), 'csv');
    expect(many.blocks).toHaveLength(100_000);
    await expect(read('a,b\n'.repeat(500_001))).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringContaining('1,000,000 cells'),
    });
  });

  test('of a million empty rows has nothing in it', async () => {
    expect((await read(`a,b\n${',,,,\n'.repeat(1_000_000)}c,d\n`)).blocks).toHaveLength(2);
  });
});
