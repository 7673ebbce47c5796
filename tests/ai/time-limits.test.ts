import { expect, test } from 'vitest';
import { createEmbedder } from '../../src/ai/index.js';
import { timeLimits } from '../../src/ai/time-limits.js';
import { hang, modelServer } from '../support/model-server.js';
import { aiFor, apiKey, failureOf, question } from './ask.js';

test('a task that somebody waits for has less time, and none has more than is allowed', () => {
  expect(timeLimits('DRAFTING')).toEqual({ totalMs: 120_000, firstMs: 60_000, idleMs: 30_000 });
  expect(timeLimits('CHAT')).toEqual({ totalMs: 90_000, firstMs: 60_000, idleMs: 30_000 });
  expect(timeLimits('EMBEDDINGS')).toMatchObject({ totalMs: 60_000 });
});

test('whoever gives a slow model more time gives it to all tasks', () => {
  expect(timeLimits('CHAT', 1_200_000)).toEqual({ totalMs: 900_000, firstMs: 600_000, idleMs: 300_000 });
});

test('the time of a request is that of its task', async () => {
  await using model = await modelServer();
  model.reply(() => hang());
  const ai = aiFor(model, { timeoutMs: 100 });
  const chat = await failureOf(ai.complete({ ...question, modelTask: 'CHAT' }));
  expect(chat.message).toContain('did not answer within 0.075 seconds');
  const drafting = await failureOf(ai.complete({ ...question, modelTask: 'DRAFTING' }));
  expect(drafting.message).toContain('did not answer within 0.1 seconds');
});

test('embeddings that do not come end in their time, and can be cancelled before', async () => {
  await using model = await modelServer();
  model.onEmbeddings(() => hang());
  const settings = { apiKey, baseUrl: model.url, model: 'e', dimensions: null };
  const late = await failureOf(createEmbedder({ ...settings, timeoutMs: 100 }).embed(['a']));
  expect(late).toMatchObject({ kind: 'unavailable', retryable: true });
  expect(late.message).toContain('did not answer within 0.05 seconds');
  const leaving = new AbortController();
  const cancelled = failureOf(createEmbedder(settings).embed(['a'], leaving.signal));
  await model.until(({ embedded }) => embedded.length === 2);
  leaving.abort();
  expect((await cancelled).kind).toBe('aborted');
});
