import { PDFParse } from 'pdf-parse';
import { describe, expect, test } from 'vitest';
import { renderPdf } from '../../src/rendering/pdf/index.js';
import { everything } from './support/response.js';

const render = (markdown: string, title = 'Proposal for Northwind') =>
  renderPdf({
    title,
    clientName: 'Northwind',
    vendorName: 'Larkfield Software',
    kindLabel: 'Proposal',
    generatedAt: new Date('2026-11-20T14:59:00Z'),
    markdown,
  });

async function read(file: Uint8Array) {
  const parser = new PDFParse({ data: new Uint8Array(file) });
  try {
    const { text, pages } = await parser.getText();
    const { info, outline } = await parser.getInfo();
    return { text, pages: pages.map((page) => page.text), info, outline };
  } finally {
    await parser.destroy();
  }
}

describe('a document as a PDF', () => {
  test('has title page, contents, numbered pages, bookmarks and its title among its properties', async () => {
    const markdown = ['## One', '### Inner', '## Two', '## Three'].map((h) => `${h}\n\nText.`).join('\n\n');
    const { pages, info, outline } = await read(await render(markdown));
    expect(info?.Title).toBe('Proposal for Northwind');
    expect(pages[0]).toContain('November 20, 2026');
    expect(pages[1]).toContain('Contents');
    expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
    expect(
      outline?.map(({ title, items }) => [title, items.map((each: { title: string }) => each.title)]),
    ).toEqual([
      ['One', ['Inner']],
      ['Two', []],
      ['Three', []],
    ]);
  });

  test('prints every kind of Markdown, fetches nothing and shows no comment', async () => {
    const { text } = await read(await render(`${everything}\n\n<!-- hidden -->\n\n- [x] done`));
    for (const part of ['bold', 'struck', 'deeper', 'more of the second', 'Disk', 'quoted', 'restore --all'])
      expect(text).toContain(part);
    expect(text).toContain('Diagram');
    expect(text).toContain('☒ done');
    expect(text).not.toMatch(/hidden|images\.example/);
  });

  test('has links where Markdown writes one, and never for an address in the text', async () => {
    const uris = async (markdown: string) => {
      const file = Buffer.from(await render(markdown)).toString('latin1');
      return [...new Set([...file.matchAll(/\/URI \(([^)]*)\)/g)].map(([, uri]) => uri))];
    };
    expect(await uris('See http://bad.example/a, www.bad.example, a@bad.example.')).toEqual([]);
    expect(await uris('[Ours](https://ours.example) [no](javascript:x) <https://ours.example/b>')).toEqual([
      'https://ours.example/',
      'https://ours.example/b',
    ]);
  });

  test('repeats the header of a table on each page', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => `| Person ${n} | Role |`);
    const { pages } = await read(await render(`| Name | Role of them |\n|---|---|\n${rows.join('\n')}`));
    const withRows = pages.filter((page) => page.includes('Person'));
    expect(withRows.length).toBeGreaterThan(2);
    for (const page of withRows) expect(page).toContain('Role of them');
  });

  test('prints Latin, Greek and Cyrillic, and says on the title page what it cannot print', async () => {
    const plain = await read(await render('Příliš žluťoučký, Καλημέρα κόσμε, Привіт ₴ → ≤ ✓'));
    expect(plain.text).toContain('Příliš žluťoučký, Καλημέρα κόσμε, Привіт ₴ → ≤ ✓');
    expect(plain.pages[0]).not.toContain('cannot be printed');
    const { pages } = await read(await render('日本 and a face 🙂'));
    expect(pages[0]!.replace(/\s+/g, ' ')).toContain(
      '3 characters of this document (U+65E5, U+672C, U+1F642) cannot be printed in this PDF',
    );
  });

  test('survives quotations, lists and words without end', async () => {
    const deep = Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- item ${n}`).join('\n');
    const { text } = await read(
      await render(`${'>'.repeat(2_000)} quoted\n\n${deep}\n\n${'x'.repeat(3_000)}`),
    );
    expect(text).toContain('quoted');
    expect(text).toContain('item 99');
    expect(text.replace(/[^x]/g, '').length).toBeGreaterThanOrEqual(3_000);
  });
});
