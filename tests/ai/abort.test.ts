import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { hang, hold, json, modelServer, stall } from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

test.each([
  ['before the provider answers', hang()],
  ['in the middle of the body', stall()],
])('an abort %s closes the connection', async (_, reply) => {
  await using model = await modelServer();
  model.reply(() => reply);
  const controller = new AbortController();
  const failing = failureOf(aiFor(model).complete({ ...question, signal: controller.signal }));
  await model.until(({ inFlight }) => inFlight === 1);
  controller.abort();
  expect(await failing).toMatchObject({ kind: 'aborted', retryable: false });
  await model.until(({ inFlight }) => inFlight === 0);
  expect(model.requests[0]?.outcome).toBe('cut by client');
});

test('a request that is aborted before it begins never reaches the provider', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const failure = await failureOf(aiFor(model).complete({ ...question, signal: AbortSignal.abort() }));
  expect(failure).toMatchObject({ kind: 'aborted', retryable: false });
  expect(model.total).toBe(0);
});

test('an abort ends only its own request', async () => {
  await using model = await modelServer();
  const held = hold(json(good));
  model.reply(() => held);
  const ai = aiFor(model);
  const controller = new AbortController();
  const failing = failureOf(ai.complete({ ...question, signal: controller.signal }));
  const kept = ai.complete(question);
  await model.until(({ inFlight }) => inFlight === 2);
  controller.abort();
  expect((await failing).kind).toBe('aborted');
  held.release();
  expect((await kept).value).toEqual(good);
  expect(model.maxInFlight).toBe(2);
});

test('a signal that outlives many requests collects no listeners', async () => {
  await using model = await modelServer();
  model.reply(({ n }) => (n === 0 ? json(good) : hang()));
  const ai = aiFor(model);
  const { signal } = new AbortController();
  for (let i = 0; i < 3; i += 1) await ai.complete({ ...question, signal, schemaName: `task_${i}` });
  await failureOf(aiFor(model, { timeoutMs: 20 }).complete({ ...question, signal, schemaName: 'task_0' }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
