import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/documents/index.js';
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
});
