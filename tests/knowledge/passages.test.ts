import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import type { Block, ExtractedDocument } from '../../src/formats/types.js';
import { cutText } from '../../src/knowledge/cut-text.js';
import { passagesOf, passagesOfText } from '../../src/knowledge/passages.js';

const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;
const sentence = (n: number) =>
  `Sentence number ${n} says something about the way in which we keep our backups safe.`;
const paragraph = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => sentence(from + i)).join(' ');

/** A document of blocks, joined by blank lines. */
function documentOf(blocks: (Partial<Block> & { text: string })[]): ExtractedDocument {
  let text = '';
  const placed = blocks.map((block, position): Block => {
    const start = text.length;
    text += `${block.text}\n\n`;
    return {
      kind: 'paragraph',
      page: null,
      number: null,
      level: null,
      furniture: null,
      row: null,
      ...block,
      position,
      start,
      end: start + block.text.length,
    };
  });
  return { format: 'text', text, pageCount: null, blocks: placed };
}

test('a passage is a verbatim span of its document under the path of its headings', async () => {
  const content = `# Security\n\n## Encryption\n\nData at rest is encrypted.\n\n## Keys\n\nKeys rotate every 90 days.`;
  const passages = await passagesOfText('Overview', content);
  expect(passages.map(({ section, text }) => [section, text])).toEqual([
    ['Security > Encryption', 'Data at rest is encrypted.'],
    ['Security > Keys', 'Keys rotate every 90 days.'],
  ]);
  expect(passages.map(({ start, end }) => content.slice(start, end))).toEqual(
    passages.map(({ text }) => text),
  );
});

test('a heading that repeats the title of the text is not part of the section', async () => {
  const [passage] = await passagesOfText('Security', '# Security\n\n## Keys\n\nKeys rotate every 90 days.');
  expect(passage?.section).toBe('Keys');
});

test('short paragraphs of a section are joined until they say enough', () => {
  const passages = passagesOf(documentOf([1, 2, 3, 4].map((n) => ({ text: sentence(n) }))));
  expect(passages).toHaveLength(1);
});

test('a paragraph of a thousand words is cut between sentences', () => {
  const passages = passagesOf(documentOf([{ text: paragraph(1, 70) }]));
  expect(passages.length).toBeGreaterThan(4);
  for (const { text } of passages) {
    expect(countWords(text)).toBeLessThanOrEqual(230);
    expect(text).toMatch(/^Sentence .*\.$/s);
  }
});

test('a thousand words without a period are cut between words', () => {
  const text = Array.from({ length: 1000 }, (_, i) => `word${i}`).join(' ');
  const passages = passagesOf(documentOf([{ text }]));
  expect(passages.map((passage) => passage.text).join(' ')).toBe(text);
  expect(Math.max(...passages.map((passage) => countWords(passage.text)))).toBe(200);
});

test('page furniture is in no passage, and none reaches across it', () => {
  const document = documentOf([
    { text: paragraph(1, 2), page: 1 },
    { text: 'Acme Corp. - confidential', page: 1, furniture: 'footer' },
    { text: paragraph(3, 2), page: 2 },
  ]);
  const passages = passagesOf(document);
  expect(passages.map(({ page }) => page)).toEqual([1, 2]);
  expect(passages.map(({ text }) => text).join(' ')).not.toContain('confidential');
});

test('a small table stays together with the sentence that announces it', () => {
  const row = (index: number, text: string): Partial<Block> & { text: string } => ({
    kind: 'table-row',
    text,
    row: { table: 0, index, isHeader: index === 0, cells: [] },
  });
  const passages = passagesOf(
    documentOf([
      { text: paragraph(1, 12) },
      { text: 'These are our service levels:' },
      row(0, 'Priority Response'),
      row(1, 'One fifteen minutes'),
      row(2, 'Two one hour'),
    ]),
  );
  const holding = passages.filter(({ text }) => text.includes('Priority Response'));
  expect(holding).toHaveLength(1);
  expect(holding[0]!.text).toContain('These are our service levels:');
  expect(holding[0]!.text).toContain('Two one hour');
});

test('a heading with nothing under it is found by its own words', async () => {
  const passages = await passagesOfText('T', '# Part\n\n## We hold ISO 27001 since 2016\n\n## Next\n\nText.');
  expect(passages.map(({ text }) => text)).toEqual(['We hold ISO 27001 since 2016', 'Text.']);
});

test('an empty text has no passages', async () => {
  expect(await passagesOfText('Empty', ' \n\n ')).toEqual([]);
});

const folder = resolve(import.meta.dirname, '../../../shared/data/rfps');
describe.skipIf(!existsSync(folder))('on real documents (skipped where the data sets are absent)', () => {
  test.each([
    ['hhs_tdrs_final_rfq.docx', 'docx'],
    ['gsa_tts_iaas_rfq.md', 'markdown'],
    ['gsa_coe_discovery_bpa_rfq.pdf', 'pdf'],
  ] as const)('every block of %s is in a passage, and every passage is verbatim', async (file, format) => {
    const document = await extractDocument(readFileSync(`${folder}/${file}`), format);
    const passages = passagesOf(document);
    for (const { text, start, end } of passages) {
      expect(document.text.slice(start, end)).toBe(text);
      expect(countWords(text)).toBeLessThanOrEqual(230);
    }
    const body = document.blocks.filter(
      ({ furniture, kind, text }) => furniture === null && kind !== 'heading' && text.trim() !== '',
    );
    const lost = body.filter(
      (block) => !passages.some(({ start, end }) => start < block.end && end > block.start),
    );
    expect(lost).toEqual([]);
  });
});

test('a long text is cut in a thread as it would be here', async () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => `| item ${i} | kept for ${i} days | yes |`);
  const content = `# Retention\n\n| what | how long | encrypted |\n|---|---|---|\n${rows.join('\n')}\n`;
  const passages = await cutText('Retention', content);
  expect(passages.length).toBeGreaterThan(50);
  expect(passages).toEqual(await passagesOfText('Retention', content));
});
