import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchPassages } from '../../src/knowledge/search.js';
import { stem } from '../../src/knowledge/stem.js';
import { type ScratchKnowledge, scratchKnowledge } from './scratch.js';

const url = process.env.TEST_DATABASE_URL;
const xquad = resolve(import.meta.dirname, '../../../shared/data/retrieval/xquad.en.json');

describe.skipIf(!url)('search (skipped without TEST_DATABASE_URL)', () => {
  let knowledge: ScratchKnowledge;
  let tenant: string;

  beforeAll(async () => {
    knowledge = await scratchKnowledge(url!);
    tenant = await knowledge.tenant([
      {
        title: 'Security overview',
        passages: [
          { text: 'All customer data at rest is encrypted with AES-256.', section: 'Encryption' },
          {
            text: 'The incident response process has four phases: detection, containment, recovery, review.',
          },
          { text: 'Backup/recovery drills take place twice a year.' },
        ],
      },
      {
        title: 'Answers',
        passages: [
          { text: 'Yes, every two months.', question: 'Do you run phishing simulations for your staff?' },
          {
            text: 'Our staff of 200 runs phishing exercises at times. Simulations of load are run elsewhere.',
          },
        ],
      },
      {
        title: 'Withdrawn',
        deleted: true,
        passages: [{ text: 'All customer data at rest is encrypted with DES.' }],
      },
    ]);
    await knowledge.tenant([
      { title: 'Of another tenant', passages: [{ text: 'Customer data at rest is encrypted.' }] },
    ]);
  });
  afterAll(() => knowledge?.[Symbol.asyncDispose]());

  const search = (query: string, first = 5) =>
    searchPassages(knowledge.sql, { organizationId: tenant, query, first });

  test('finds the passage that answers, in other forms of its words', async () => {
    const [hit] = await search('Please describe how you encrypt the data of customers when it rests.');
    expect(hit).toMatchObject({ title: 'Security overview', section: 'Encryption', question: null });
    expect(hit!.text).toContain('AES-256');
  });

  test('shows nothing of other tenants and nothing that was deleted', async () => {
    const hits = await search('customer data at rest encrypted DES', 50);
    expect(hits.map(({ title }) => title)).not.toContain('Of another tenant');
    expect(hits.map(({ title }) => title)).not.toContain('Withdrawn');
    expect(hits.length).toBeGreaterThan(0);
  });

  test('a stored question counts for more than the same words in a text', async () => {
    const [hit] = await search('Do you run phishing simulations for staff?');
    expect(hit?.question).toBe('Do you run phishing simulations for your staff?');
  });

  test('finds the parts of words that are joined by a slash', async () => {
    expect((await search('recovery drills'))[0]?.text).toContain('Backup/recovery');
    expect((await search('recovery/backup drills'))[0]?.text).toContain('Backup/recovery');
  });

  test('the better a passage answers, the higher its score, always between 0 and 1', async () => {
    const [exact] = await search('Is customer data encrypted at rest?');
    const [faint] = await search('Is customer satisfaction surveyed by an independent institute?');
    expect(exact!.score).toBeGreaterThan(0.8);
    expect(exact!.score).toBeLessThanOrEqual(1);
    expect(faint!.score).toBeLessThan(0.2);
    expect(faint!.score).toBeGreaterThanOrEqual(0);
  });

  test.each([
    '',
    '   ',
    '???',
    'the of and',
    "'; DROP TABLE passage; --",
    'a & | ! ( <-> b:*',
    '\\',
    "don''t ' : *",
  ])('the query %j is harmless', async (query) => {
    await expect(search(query)).resolves.toBeInstanceOf(Array);
  });

  test('a query of ten thousand words is answered', async () => {
    const hits = await search(`encrypted data at rest ${'lorem ipsum dolor '.repeat(3000)}`);
    expect(hits[0]?.text).toContain('AES-256');
  });

  test('returns at most as many as asked for', async () => {
    expect(await search('customer data staff recovery', 2)).toHaveLength(2);
  });

  test('words are stemmed here as PostgreSQL stems them', async () => {
    const text = readFileSync(
      resolve(import.meta.dirname, '../../examples/knowledge/security-and-compliance.md'),
      'utf8',
    );
    const words = [...new Set(text.toLowerCase().match(/[a-z]{3,}/g))];
    const rows = await knowledge.sql.query<{ word: string; stem: string | null }>(
      `SELECT word, (ts_lexize('english_stem', word))[1] AS stem FROM unnest($1::text[]) AS word`,
      [words],
    );
    const differing = rows.filter((row) => row.stem !== null && row.stem !== stem(row.word));
    expect(rows.length).toBeGreaterThan(200);
    expect(differing).toEqual([]);
  });

  test.skipIf(!existsSync(xquad))(
    'ranks the right passage of XQuAD first for 93 of 100 questions (skipped where the data set is absent)',
    { timeout: 60_000 },
    async () => {
      const { data } = JSON.parse(readFileSync(xquad, 'utf8')) as {
        data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
      };
      const organizationId = await knowledge.tenant(
        data.map(({ paragraphs }) => ({
          title: '-',
          passages: paragraphs.map(({ context }) => ({ text: context })),
        })),
      );
      const asked = data
        .flatMap(({ paragraphs }) =>
          paragraphs.flatMap(({ context, qas }) => qas.map((qa) => ({ ...qa, context }))),
        )
        .filter((_, i) => i % 5 === 0);
      let right = 0;
      for (const { question, context } of asked) {
        const [hit] = await searchPassages(knowledge.sql, { organizationId, query: question, first: 1 });
        if (hit?.text === context) right++;
      }
      expect(right / asked.length).toBeGreaterThanOrEqual(0.93);
    },
  );
});
