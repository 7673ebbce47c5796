import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extractDocument, type SourceFormat } from '../../src/formats/index.js';
import { extractLocally } from '../../src/rfp/extraction/index.js';

const shared = resolve(import.meta.dirname, '../../../shared');
const gold = join(shared, 'data/gold');
const FORMATS: Record<string, SourceFormat> = { pdf: 'pdf', docx: 'docx', txt: 'text', md: 'markdown' };

// Skipped where the labelled documents are absent: they are third parties' and no part of this project.
describe.skipIf(!existsSync(gold))('labelled documents', () => {
  const files = existsSync(gold) ? readdirSync(gold).filter((name) => name.endsWith('.json')) : [];

  test.each(files)('%s: recall is at least 0.93, precision at least 0.90', async (file) => {
    const labelled = JSON.parse(readFileSync(join(gold, file), 'utf8')) as { doc: string };
    const { score } = (await import(pathToFileURL(join(shared, 'tools/score-questions.mjs')).href)) as {
      score: (gold: unknown, found: unknown) => { recall: number; precision: number | null };
    };
    const format = FORMATS[labelled.doc.split('.').at(-1)!]!;
    const document = await extractDocument(readFileSync(join(shared, 'data', labelled.doc)), format);
    const extraction = extractLocally(document);
    const { recall, precision } = score(labelled, extraction.questions);
    expect(recall).toBeGreaterThanOrEqual(0.93);
    expect(precision ?? 1).toBeGreaterThanOrEqual(0.9);
    expect(new Set(extraction.units.map(({ block }) => block)).size).toBe(document.blocks.length);
    for (const { text, start, end } of extraction.questions)
      expect(document.text.slice(start, end)).toBe(text);
  });
});
