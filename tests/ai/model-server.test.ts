import { expect, test } from 'vitest';
import { delay, hold, json, leastReply, modelServer, slowDrip } from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

test('a request that no script foresees is answered with 500 and noted', async () => {
  await using model = await modelServer();
  model.on('another_task', () => json({}));
  const failure = await failureOf(aiFor(model).complete(question));
  expect(failure).toMatchObject({ kind: 'unavailable', status: 500 });
  expect(failure.message).toMatch(/no script for "draft_answer"/);
  expect(model.unscripted).toEqual(['The model server has no script for "draft_answer".']);
});

test('a script that throws is noted', async () => {
  await using model = await modelServer();
  model.reply(() => {
    throw new Error('oops');
  });
  await failureOf(aiFor(model).complete(question));
  expect(model.unscripted[0]).toMatch(/threw: Error: oops/);
});

test('requests go to the handler of their schema name and are counted for each', async () => {
  await using model = await modelServer();
  const seen: string[] = [];
  model.on('first', ({ n }) => {
    seen.push(`first ${n}`);
    return json(good);
  });
  model.reply(({ task, n }) => {
    seen.push(`${task} ${n}`);
    return json(good);
  });
  const ai = aiFor(model);
  for (const schemaName of ['first', 'second', 'first']) await ai.complete({ ...question, schemaName });
  expect(seen).toEqual(['first 0', 'second 0', 'first 1']);
  expect(model.requestsFor('first').map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
});

test('requests answered at the same time are counted at their most', async () => {
  await using model = await modelServer();
  const held = hold(json(good));
  model.reply(({ n }) => (n < 3 ? held : json(good)));
  const ai = aiFor(model);
  const three = Promise.all([1, 2, 3].map(() => ai.complete(question)));
  await model.until(({ inFlight }) => inFlight === 3);
  held.release();
  await three;
  await ai.complete(question);
  await model.until(({ inFlight }) => inFlight === 0);
  expect([model.total, model.maxInFlight]).toEqual([4, 3]);
});

test('a client that leaves a slow answer is noticed, and nothing is written after it', async () => {
  await using model = await modelServer();
  model.reply(({ n }) => (n === 0 ? slowDrip(good, 60_000) : delay(60_000, json(good))));
  const controller = new AbortController();
  const both = [1, 2].map(() => failureOf(aiFor(model).complete({ ...question, signal: controller.signal })));
  await model.until(({ inFlight }) => inFlight === 2);
  controller.abort();
  await Promise.all(both);
  await model.until(({ inFlight }) => inFlight === 0);
  expect(model.requests.map(({ outcome }) => outcome)).toEqual(['cut by client', 'cut by client']);
  expect(model.unscripted).toEqual([]);
});

test.each([[[]], [['json_schema'] as const]])(
  'the least reply fits what is asked for (refusing %j)',
  async (refuses) => {
    await using model = await modelServer({ refuses: [...refuses] });
    model.reply(leastReply);
    expect((await aiFor(model).complete(question)).value).toEqual({ answer: '', score: null });
  },
);
