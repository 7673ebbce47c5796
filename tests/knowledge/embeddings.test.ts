import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEmbedder, type EmbeddingSettings } from '../../src/ai/index.js';
import { embedPassages } from '../../src/knowledge/embed-passages.js';
import { searchKnowledge } from '../../src/knowledge/search-knowledge.js';
import type { SearchApp } from '../../src/knowledge/search-types.js';
import type { Models } from '../../src/models/index.js';
import { testDatabase } from '../support/database.js';
import {
  hang,
  type ModelServer,
  modelServer,
  rateLimited,
  status,
  wordVectors,
} from '../support/model-server.js';
import { type ScratchKnowledge, scratchKnowledge } from './scratch.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let knowledge: ScratchKnowledge;
let model: ModelServer;
let warnings: string[];

beforeAll(async () => {
  database = await testDatabase();
  knowledge = await scratchKnowledge(database.url);
});
afterAll(async () => {
  await knowledge?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await knowledge.sql.query('DELETE FROM passage', []);
  warnings = [];
  const server = await modelServer();
  model = server;
  return () => server[Symbol.asyncDispose]();
});

function appWith(settings: Partial<EmbeddingSettings> | null = {}): SearchApp {
  const log = { warn: (_details: unknown, message: string) => warnings.push(message), info() {} };
  const given = { apiKey: 'sk-test', baseUrl: model.url, model: 'words', dimensions: null, ...settings };
  const embedder = settings && createEmbedder(given);
  const models: Models = {
    for: async () => null,
    forget() {},
    recordSaved: async () => '',
    embedder: async () => embedder,
    embeddingGroups: async () =>
      embedder ? [{ model: embedder.name, organizations: [], isExcept: true }] : [],
  };
  return { sql: knowledge.sql, models, log: log as never };
}

const ENTRIES = [
  {
    title: 'Hardware',
    passages: [
      { text: 'Everybody here gets a new notebook after three years.' },
      { text: 'Printers are leased. Monitors are bought.' },
      { text: 'All data is encrypted with AES-256.' },
    ],
  },
];
const MEANT = 'How often is the computer of employees replaced?';

const searchIn = (app: SearchApp, organizationId: string, query: string, rest = {}) =>
  searchKnowledge(app, { organizationId, query, first: 5, ...rest });

test('finds by meaning what shares no word with the question, once it is embedded', async () => {
  const app = appWith();
  const tenant = await knowledge.tenant(ENTRIES);
  expect((await searchIn(app, tenant, MEANT)).map(({ text }) => text)).not.toContain(
    ENTRIES[0]!.passages[0]!.text,
  );
  expect(await embedPassages(app)).toBe(3);
  const [hit] = await searchIn(app, tenant, MEANT);
  expect(hit?.text).toContain('notebook');
  expect(hit!.score).toBeGreaterThan(0);
  expect(hit!.score).toBeLessThanOrEqual(1);
});

test('what full text is sure of stays first', async () => {
  const app = appWith();
  const tenant = await knowledge.tenant(ENTRIES);
  await embedPassages(app);
  const [hit] = await searchIn(app, tenant, 'Is all data encrypted with AES-256?');
  expect(hit?.text).toContain('AES-256');
  expect(hit!.score).toBeGreaterThan(0.8);
});

test('passages are embedded in batches, under their titles and questions, and each once', async () => {
  const app = appWith();
  const texts = Array.from({ length: 150 }, (_, i) => ({
    text: `Paragraph number ${i}`,
    question: 'Which one?',
  }));
  await knowledge.tenant([{ title: 'Many', passages: texts }]);
  expect(await embedPassages(app)).toBe(150);
  expect(await embedPassages(app)).toBe(0);
  expect(model.embedded.map(({ input }) => input.length)).toEqual([64, 64, 22]);
  expect(model.embedded[0]!.input[0]).toBe('Many\nWhich one?\nParagraph number 0');
});

test('organizations take turns, so that one with much to embed does not keep another waiting', async () => {
  const texts = Array.from({ length: 150 }, (_, i) => ({ text: `Paragraph number ${i}` }));
  await knowledge.tenant([{ title: 'Much', passages: texts }]);
  await knowledge.tenant([{ title: 'Little', passages: [{ text: 'The only one.' }] }]);
  expect(await embedPassages(appWith())).toBe(151);
  expect(model.embedded.map(({ input }) => input.length)).toEqual([64, 1, 64, 22]);
});

test('two workers share the passages and pay for none of them twice', async () => {
  const texts = Array.from({ length: 300 }, (_, i) => ({ text: `Paragraph number ${i}` }));
  await knowledge.tenant([{ title: 'Shared', passages: texts }]);
  const counts = await Promise.all([embedPassages(appWith()), embedPassages(appWith())]);
  expect(counts[0] + counts[1]).toBe(300);
  expect(model.embedded.flatMap(({ input }) => input)).toHaveLength(300);
});

test('another model, or other dimensions, embed everything anew', async () => {
  const tenant = await knowledge.tenant(ENTRIES);
  expect(await embedPassages(appWith())).toBe(3);
  expect(await embedPassages(appWith({ model: 'better-words' }))).toBe(3);
  const shorter = appWith({ model: 'better-words', dimensions: 32 });
  expect(await embedPassages(shorter)).toBe(3);
  expect(model.embedded.at(-1)).toMatchObject({ model: 'better-words', dimensions: 32 });
  expect((await searchIn(shorter, tenant, MEANT))[0]?.text).toContain('notebook');
});

test('a provider that limits requests is asked again later, and nothing is lost', async () => {
  const app = appWith();
  await knowledge.tenant(ENTRIES);
  model.onEmbeddings(() => rateLimited({ retryAfterSeconds: 7 }));
  await expect(embedPassages(app)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
  model.onEmbeddings(wordVectors);
  expect(await embedPassages(app)).toBe(3);
});

test('a passage that the provider will not take does not keep back the others', async () => {
  const app = appWith();
  await knowledge.tenant([
    { title: 'Mixed', passages: [{ text: 'Good.' }, { text: 'Poison.' }, { text: 'Fine.' }] },
  ]);
  model.onEmbeddings((request) =>
    request.body.input.some((text) => text.includes('Poison')) ? status(400) : wordVectors(request),
  );
  expect(await embedPassages(app)).toBe(2);
  expect(await embedPassages(app)).toBe(0);
  const [row] = await knowledge.sql.query<{ failure: string }>(
    'SELECT failure FROM passage_embedding WHERE failure IS NOT NULL',
    [],
  );
  expect(row?.failure).toContain('status 400');
});

test.each([
  ['fails', () => status(500)],
  ['refuses the key', () => status(401)],
  ['gives vectors of another length', () => wordVectors({ body: { model: 'w', input: ['x', 'y'] }, n: 0 })],
])('a provider that %s costs the meaning and nothing else, and the log says so', async (_case, reply) => {
  const app = appWith();
  const tenant = await knowledge.tenant(ENTRIES);
  await embedPassages(app);
  model.onEmbeddings(reply);
  const hits = await searchIn(app, tenant, 'encrypted data');
  expect(hits[0]?.text).toContain('AES-256');
  expect(warnings).toEqual(['the embedding of a query failed; the search goes by full text']);
  const asked = model.embedded.length;
  await searchIn(app, tenant, 'encrypted data');
  expect(model.embedded).toHaveLength(asked);
});

test('a provider that does not answer is not waited for', { timeout: 20_000 }, async () => {
  const app = appWith();
  const tenant = await knowledge.tenant(ENTRIES);
  model.onEmbeddings(() => hang());
  expect((await searchIn(app, tenant, 'encrypted data'))[0]?.text).toContain('AES-256');
  expect(warnings).toHaveLength(1);
});

test('neighbours keep to the tenant, to filters, to phrases and to what is not deleted', async () => {
  const app = appWith();
  const tenant = await knowledge.tenant([{ ...ENTRIES[0]!, tags: ['it'] }]);
  await knowledge.tenant(ENTRIES);
  await embedPassages(app);
  expect(await searchIn(app, tenant, MEANT, { tags: ['it'] })).not.toEqual([]);
  expect(await searchIn(app, tenant, MEANT, { tags: ['hr'] })).toEqual([]);
  expect(await searchIn(app, tenant, '"computer of employees"')).toEqual([]);
  const own = await knowledge.sql.query<{ id: string }>('SELECT id FROM passage WHERE organization_id = $1', [
    tenant,
  ]);
  const ids = new Set(own.map(({ id }) => id));
  for (const hit of await searchIn(app, tenant, MEANT)) expect(ids.has(hit.passageId)).toBe(true);
  await knowledge.sql.query('UPDATE knowledge_item SET deleted_at = now() WHERE organization_id = $1', [
    tenant,
  ]);
  expect(await searchIn(app, tenant, MEANT)).toEqual([]);
});

test('without an embedding model nothing is asked', async () => {
  const app = appWith(null);
  const tenant = await knowledge.tenant(ENTRIES);
  expect(await embedPassages(app)).toBe(0);
  expect((await searchIn(app, tenant, 'encrypted data'))[0]?.text).toContain('AES-256');
  expect(model.embedded).toEqual([]);
});
