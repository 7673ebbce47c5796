import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { askedIn } from '../../examples/sample-rfp/clauses.js';
import { buildDocument } from '../../examples/sample-rfp/document.js';
import { parts } from '../../examples/sample-rfp/text.js';
import { all, openDocx, paragraphs } from './support/docx.js';

const examples = new URL('../../examples/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, examples));

describe('the sample request for proposals', () => {
  test('is what its script writes', async () => {
    expect(Buffer.from(await buildDocument(parts)).equals(read('sample-rfp.docx'))).toBe(true);
    expect(JSON.parse(read('sample-rfp.asked.json').toString())).toEqual(askedIn(parts));
  });

  test('holds every text that it lists as asked, verbatim and in order', () => {
    const { body } = openDocx(read('sample-rfp.docx'));
    const texts = paragraphs(body).map(({ text }) => text);
    const places = askedIn(parts).map(({ text }) => texts.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('leaves the numbers of its clauses to Word', () => {
    const { body } = openDocx(read('sample-rfp.docx'));
    const clauses = paragraphs(body).filter(({ style }) => style === 'Clause');
    expect(clauses.length).toBeGreaterThan(60);
    expect(clauses.filter(({ numId }) => numId === null)).toEqual([]);
    expect(clauses.filter(({ text }) => /^[(\d]/.test(text))).toEqual([]);
    expect(all(body, 'w:tbl')).toHaveLength(5);
  });
});

describe('the sample knowledge', () => {
  test('has question and answer pairs that are complete and distinct', () => {
    const pairs: { question: string; answer: string; source: string; tags: string[] }[] = JSON.parse(
      read('knowledge/qa-pairs.json').toString(),
    );
    expect(new Set(pairs.map(({ question }) => question)).size).toBe(pairs.length);
    for (const pair of pairs) {
      expect(Object.keys(pair)).toEqual(['question', 'answer', 'source', 'tags']);
      expect(pair.answer.length).toBeGreaterThan(40);
      expect(pair.tags.length).toBeGreaterThan(0);
    }
  });
});
