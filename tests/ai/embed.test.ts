import { expect, test } from 'vitest';
import { createEmbedder } from '../../src/ai/index.js';
import { embeddings, malformed, modelServer, rateLimited, status } from '../support/model-server.js';

const KEY = 'sk-test-0123456789';
const embedderOf = (baseUrl: string, rest = {}) =>
  createEmbedder({ apiKey: KEY, baseUrl, model: 'words', dimensions: null, ...rest });

test('vectors come back in the order of the texts, whatever order the provider answers in', async () => {
  await using model = await modelServer();
  model.onEmbeddings(() =>
    status(200, {
      data: [
        { index: 1, embedding: [0, 2] },
        { index: 0, embedding: [1, 0] },
      ],
    }),
  );
  expect(await embedderOf(model.url).embed(['a', 'b'])).toEqual([
    [1, 0],
    [0, 2],
  ]);
});

test('texts go in batches, long ones are cut, dimensions are asked for only where they are set', async () => {
  await using model = await modelServer();
  const texts = Array.from({ length: 70 }, () => 'x'.repeat(30_000));
  expect(await embedderOf(model.url).embed(texts)).toHaveLength(70);
  expect(model.embedded.map(({ input }) => input.length)).toEqual([64, 6]);
  expect(model.embedded[0]!.input[0]).toHaveLength(20_000);
  expect(model.embedded[0]).not.toHaveProperty('dimensions');
  const shorter = embedderOf(model.url, { dimensions: 16 });
  expect((await shorter.embed(['a']))[0]).toHaveLength(16);
  expect([embedderOf(model.url).name, shorter.name]).toEqual(['words', 'words@16']);
});

test.each([
  ['rate-limited', () => rateLimited({ retryAfterSeconds: 3 }), /limiting requests/],
  ['unavailable', () => status(503), /status 503/],
  ['rejected', () => status(401), /OPENAI_API_KEY/],
  ['rejected', () => status(404), /Nothing answers embeddings at .* OPENAI_EMBEDDING_MODEL/],
  ['malformed', () => malformed(), /holds no embeddings/],
  ['malformed', () => embeddings([[1, 2]]), /other embeddings than the 2/],
  ['malformed', () => embeddings([[1, 2], [1]]), /other embeddings than the 2/],
])('a failure is %s and says what to do', async (kind, reply, message) => {
  await using model = await modelServer();
  model.onEmbeddings(reply);
  const failure = await embedderOf(model.url)
    .embed(['a', 'b'])
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(String(failure)).not.toContain(KEY);
});

test('a model that gives other dimensions than were asked for is refused', async () => {
  await using model = await modelServer();
  model.onEmbeddings(() => embeddings([[1, 2, 3]]));
  await expect(embedderOf(model.url, { dimensions: 2 }).embed(['a'])).rejects.toThrow(
    'gave vectors of 3 dimensions, not 2. Check OPENAI_EMBEDDING_DIMENSIONS.',
  );
});
