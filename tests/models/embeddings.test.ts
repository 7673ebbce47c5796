import { expect, test } from 'vitest';
import { embedPassages } from '../../src/knowledge/embed-passages.js';
import { createLog } from '../../src/platform/observability/log.js';
import { scratchKnowledge } from '../knowledge/scratch.js';
import { modelServer, status } from '../support/model-server.js';
import { scratchModels } from './scratch.js';

type Scratch = Awaited<ReturnType<typeof scratchModels>>;

const entry = (title: string, count: number) => ({
  title,
  passages: Array.from({ length: count }, (_, i) => ({ text: `${title} ${i}` })),
});
const appOf = ({ sql, models }: Scratch) => ({ sql, models, log: createLog('silent', false) });
const environment = (baseUrl: string) => ({
  embedding: { apiKey: 'sk-test', baseUrl, model: 'words', dimensions: null },
});

test('each request for vectors is on record, with its tokens, its cost and who pays for it', async () => {
  await using model = await modelServer();
  await using scratch = await scratchModels();
  const { id } = await scratch.credential(model, {
    ...{ provider: 'openai', model: null, embeddingModel: 'text-embedding-3-small' },
  });
  const embedder = await scratch.models.embedder(scratch.organizationId);
  const texts = Array.from({ length: 70 }, (_, i) => `Paragraph number ${i}`);
  expect(await embedder!.embed(texts)).toHaveLength(70);
  const requests = await scratch.requests();
  expect(requests).toMatchObject(
    [64, 6].map((count) => ({
      ...{ organizationId: scratch.organizationId, credentialId: id, provider: 'openai' },
      ...{ task: 'embeddings', modelTask: 'EMBEDDINGS', model: 'text-embedding-3-small' },
      ...{ outcome: 'ANSWERED', outputTokens: 0, parameters: { texts: count } },
    })),
  );
  for (const { inputTokens, cost } of requests) {
    expect(inputTokens).toBeGreaterThan(0);
    expect(cost!.toNumber()).toBeGreaterThan(0);
  }
  model.onEmbeddings(() => status(401));
  await expect(embedder!.embed(['a'])).rejects.toMatchObject({ kind: 'rejected' });
  expect((await scratch.requests()).at(-1)).toMatchObject({ outcome: 'FAILED', status: 401, inputTokens: 0 });
});

test('what one organization has embedded it pays for, and who has spent its budget keeps nobody back', async () => {
  await using model = await modelServer();
  await using scratch = await scratchModels(environment(model.url));
  await using knowledge = await scratchKnowledge(scratch.url);
  const { organizationId, userId, db } = scratch;
  const limit = { period: 'MONTH' as const, limitTokens: 1, createdById: userId };
  await db.usageBudget.create({ data: { organizationId, ...limit } });
  await knowledge.add(organizationId, entry('Ours', 3));
  expect(await embedPassages(appOf(scratch))).toBe(3);
  await knowledge.add(organizationId, entry('More', 2));
  const other = await knowledge.tenant([entry('Theirs', 4)]);
  scratch.models.forget(organizationId);
  expect(await embedPassages(appOf(scratch))).toBe(4);
  const paid = await scratch.requests();
  expect(paid.map((request) => [request.organizationId, request.parameters])).toEqual([
    [organizationId, { texts: 3 }],
    [other, { texts: 4 }],
  ]);
  await db.usageBudget.deleteMany();
  scratch.models.forget(organizationId);
  expect(await embedPassages(appOf(scratch))).toBe(2);
});

test('vectors are asked for within the limits of their credential', async () => {
  await using model = await modelServer();
  await using scratch = await scratchModels();
  await scratch.credential(model, { embeddingModel: 'words', tokensPerMinute: 10 });
  const embedder = await scratch.models.embedder(scratch.organizationId);
  await embedder!.embed(['a'.repeat(40)]);
  await expect(embedder!.embed(['b'.repeat(40)])).rejects.toMatchObject({ kind: 'rate-limited' });
  expect(model.embedded).toHaveLength(1);
});

test('a model that does nothing but fail is left alone', async () => {
  await using model = await modelServer();
  await using scratch = await scratchModels(environment(model.url));
  model.onEmbeddings(() => status(503));
  const embedder = await scratch.models.embedder(scratch.organizationId);
  for (let n = 0; n < 8; n++)
    await expect(embedder!.embed(['a'])).rejects.toMatchObject({ kind: 'unavailable' });
  expect(model.embedded).toHaveLength(5);
});
