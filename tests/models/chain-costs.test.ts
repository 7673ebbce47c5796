import { expect, test } from 'vitest';
import { failureOf, good, question } from '../ai/ask.js';
import { delay, json, modelServer, rateLimited, status } from '../support/model-server.js';
import { scratchModels } from './scratch.js';

const cache = { replyHours: 1, answerHours: 0, answerSimilarity: 0.95 };
const priced = { inputPrice: 1, outputPrice: 2 };

test('a reply from the cache is on record with what it saved, and is given while the model is down', async () => {
  await using scratch = await scratchModels({ cache });
  await using model = await modelServer();
  model.reply(({ n }) => (n === 0 ? json(good) : status(503)));
  const { id: credentialId } = await scratch.credential(model, priced);
  const { organizationId, userId } = scratch;
  const ask = async () => (await scratch.models.for('CHAT', { organizationId, userId }))!.complete(question);
  const first = await ask();
  const second = await ask();
  expect(second).toMatchObject({
    value: good,
    model: first.model,
    usage: { inputTokens: 0, outputTokens: 0 },
  });
  const [paid, saved] = await scratch.requests();
  expect(saved).toMatchObject({
    ...{
      id: second.requestId,
      outcome: 'CACHE_EXACT',
      inputTokens: 0,
      outputTokens: 0,
      userId,
      credentialId,
    },
    savedTokens: paid!.inputTokens + paid!.outputTokens,
  });
  expect(saved!.cost!.toNumber()).toBe(0);
  expect(saved!.savedCost!.toNumber()).toBe((paid!.inputTokens + 2 * paid!.outputTokens) / 1e6);
  expect(saved!.savedCost!.toNumber()).toBeGreaterThan(0);
  expect(model.total).toBe(1);
});

test('what a fallback answered is not taken for the answer of the first model', async () => {
  await using scratch = await scratchModels({ cache });
  await using first = await modelServer();
  await using second = await modelServer();
  first.reply(({ n }) => (n === 0 ? status(503) : json({ ...good, answer: 'Of the first.' })));
  second.reply(() => json(good));
  await scratch.credential(first);
  await scratch.credential(second);
  const ask = async () => (await scratch.models.for('CHAT', scratch))!.complete(question);
  expect((await ask()).value).toEqual(good);
  expect((await ask()).value.answer).toBe('Of the first.');
});

test('a spent budget stops a request before anybody is asked, also the fallback', async () => {
  await using scratch = await scratchModels({ cache });
  await using first = await modelServer();
  await using second = await modelServer();
  for (const model of [first, second]) model.reply(() => json(good));
  await scratch.credential(first, priced);
  await scratch.credential(second, priced);
  const { organizationId, userId: createdById, db } = scratch;
  const ai = await scratch.models.for('CHAT', scratch);
  await ai!.complete(question);
  await db.usageBudget.create({ data: { organizationId, createdById, period: 'DAY', limitTokens: 1 } });
  scratch.models.forget(organizationId);
  const failure = await failureOf(ai!.complete({ ...question, user: 'And in transit?' }));
  expect(failure).toMatchObject({ kind: 'rejected', retryable: false, status: null });
  expect(failure.message).toMatch(
    /^The daily budget for models is used up: \d+ of 1 tokens since .* Raise it with setUsageBudget/,
  );
  expect([first.total, second.total]).toEqual([1, 0]);
  expect(await scratch.requests()).toHaveLength(1);
  // What is known costs nothing.
  expect((await ai!.complete(question)).value).toEqual(good);
});

test('processes keep to a credential’s limit together', async () => {
  await using scratch = await scratchModels();
  await using model = await modelServer();
  model.reply(() => delay(20, json(good)));
  await scratch.credential(model, { maxConcurrency: 2 });
  const processes = [scratch.process(), scratch.process(), scratch.process()];
  const asked = processes.flatMap((models) =>
    Array.from({ length: 6 }, async () => (await models.for('CHAT', scratch))!.complete(question)),
  );
  for (const { value } of await Promise.all(asked)) expect(value).toEqual(good);
  expect(model.maxInFlight).toBe(2);
  for (const models of processes) await models.close();
});

test('a provider that asks to wait is passed over where there is another one', async () => {
  await using scratch = await scratchModels();
  await using first = await modelServer();
  await using second = await modelServer();
  first.reply(() => rateLimited({ retryAfterSeconds: 5 }));
  second.reply(() => json(good));
  await scratch.credential(first);
  await scratch.credential(second);
  const ai = await scratch.models.for('CHAT', scratch);
  for (let i = 0; i < 3; i++) expect((await ai!.complete(question)).value).toEqual(good);
  expect([first.total, second.total]).toEqual([1, 3]);
});

test('where there is no other one, a pause that is too long fails with the time to come back', async () => {
  await using scratch = await scratchModels();
  await using model = await modelServer();
  model.reply(() => rateLimited({ retryAfterSeconds: 90 }));
  await scratch.credential(model);
  const ai = await scratch.models.for('CHAT', scratch);
  await failureOf(ai!.complete(question));
  const failure = await failureOf(ai!.complete(question));
  expect(failure).toMatchObject({ kind: 'rate-limited', retryable: true });
  expect(failure.retryAfterMs).toBeGreaterThan(80_000);
  expect(failure.message).toMatch(/^"number 1" \(custom\) asked to be left alone .* again in \d+ seconds\.$/);
  expect(model.total).toBe(1);
});
