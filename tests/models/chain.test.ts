import { expect, test } from 'vitest';
import type { Ai } from '../../src/ai/index.js';
import { failureOf, good, question } from '../ai/ask.js';
import { gate } from '../support/gate.js';
import {
  cut,
  json,
  type ModelHandler,
  modelServer,
  rateLimited,
  refusal,
  status,
  stream,
  text,
} from '../support/model-server.js';
import { scratchModels } from './scratch.js';

const two = async (first: ModelHandler, second: ModelHandler = () => json(good)) => {
  const models = [await modelServer(), await modelServer()] as const;
  models[0].reply(first);
  models[1].reply(second);
  return models;
};

test('without credentials and without a provider of the environment, rules do it', async () => {
  await using scratch = await scratchModels();
  const { organizationId } = scratch;
  expect(await scratch.models.for('DRAFTING', { organizationId })).toBeNull();
});

const passedOn: [string, ModelHandler, string][] = [
  ['a limit of requests', () => rateLimited({ retryAfterSeconds: 20 }), 'rate-limited'],
  ['an outage', () => status(503), 'unavailable'],
  ['a wrong key', () => status(401), 'rejected'],
  ['a refusal', () => refusal('No.'), 'refused'],
  ['a reply that is none', () => text('no JSON'), 'malformed'],
  ['a cut connection', () => cut(), 'unavailable'],
];

test.each(passedOn)('the next one is asked after %s', async (_title, first, kind) => {
  await using scratch = await scratchModels();
  const servers = await two(first);
  for (const server of servers) await scratch.credential(server);
  const { organizationId, userId } = scratch;
  const ai = await scratch.models.for('DRAFTING', { organizationId, userId });
  const { value, model, requestId } = await ai!.complete(question);
  expect([value, ai!.model, model]).toEqual([good, 'model-1', 'model-2']);
  expect(servers.map(({ requests }) => requests.at(-1)!.headers.authorization)).toEqual([
    'Bearer sk-secret-1',
    'Bearer sk-secret-2',
  ]);
  const requests = await scratch.requests();
  expect(requests).toMatchObject([
    { outcome: 'FAILED', failureKind: kind, position: 0, model: 'model-1', userId },
    { outcome: 'ANSWERED', failureKind: null, position: 1, model: 'model-2', id: requestId },
  ]);
  for (const server of servers) await server[Symbol.asyncDispose]();
});

test('where nobody answers, what each of them said is told, and when to come back', async () => {
  await using scratch = await scratchModels();
  await using first = await modelServer();
  await using second = await modelServer();
  first.reply(() => status(401));
  second.reply(() => rateLimited({ retryAfterSeconds: 7 }));
  await scratch.credential(first);
  await scratch.credential(second);
  const ai = await scratch.models.for('DRAFTING', scratch);
  const failure = await failureOf(ai!.complete(question));
  expect(failure).toMatchObject({ kind: 'rate-limited', retryable: true, retryAfterMs: 7_000 });
  expect(failure.message).toMatch(
    /^None of 2 models answered\. model-1 by "number 1" .* model-2 by "number 2"/,
  );
});

test('a stream that is cut begins anew at the next one', async () => {
  await using scratch = await scratchModels();
  const [first, second] = await two(() => stream(good, { cutAfter: 2 }));
  await scratch.credential(first);
  await scratch.credential(second);
  const ai = await scratch.models.for('CHAT', scratch);
  const told: string[] = [];
  const { value } = await ai!.stream(question, () => {
    told.push('');
    return (piece) => {
      told[told.length - 1] += piece;
    };
  });
  expect(value).toEqual(good);
  expect(told.at(-1)).toBe(JSON.stringify(good));
  expect(told.length).toBe(2);
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

test('one who cancels is not answered by somebody else', async () => {
  await using scratch = await scratchModels();
  await using first = await modelServer();
  await using second = await modelServer();
  const controller = new AbortController();
  first.reply(() => {
    controller.abort();
    return json(good);
  });
  await scratch.credential(first);
  await scratch.credential(second);
  const ai = await scratch.models.for('CHAT', scratch);
  const failure = await failureOf(ai!.complete({ ...question, signal: controller.signal }));
  expect([failure.kind, second.total]).toEqual(['aborted', 0]);
});

test('a model that does nothing but fail is left alone, seen to be, and asked again later', async () => {
  await using scratch = await scratchModels();
  let isBack = false;
  const [first, second] = await two(() => (isBack ? json(good) : status(500)));
  const { id } = await scratch.credential(first);
  await scratch.credential(second);
  const ask = async () => {
    const ai: Ai | null = await scratch.models.for('DRAFTING', scratch);
    return (await ai!.complete(question)).model;
  };
  for (let i = 0; i < 8; i++) expect(await ask()).toBe('model-2');
  expect(first.total).toBe(5);
  await expect
    .poll(() => scratch.db.modelCircuit.findFirst({ where: { credentialKey: id } }))
    .toMatchObject({ state: 'OPEN', failure: expect.stringContaining('500') });
  isBack = true;
  await expect.poll(ask, { timeout: 10_000 }).toBe('model-1');
  await expect
    .poll(() => scratch.db.modelCircuit.findFirst({ where: { credentialKey: id } }))
    .toMatchObject({ state: 'CLOSED', openUntil: null, failure: null });
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

test('a request is on record before it is sent, and settled when it is known what came of it', async () => {
  await using scratch = await scratchModels();
  await using server = await modelServer();
  const { opened, open } = gate();
  server.reply(async (request) => {
    if (request.n === 0) await opened;
    return json(good);
  });
  await scratch.credential(server, { inputPrice: 1, outputPrice: 1 });
  const ai = await scratch.models.for('CHAT', { organizationId: scratch.organizationId });
  const asking = ai!.complete(question);
  await server.until(() => server.total === 1);
  // What stands there now is what stays where the process is killed.
  const [underWay] = await scratch.requests();
  expect(underWay).toMatchObject({ outcome: 'UNKNOWN', outputTokens: 0, failureKind: null });
  expect(underWay!.inputTokens).toBeGreaterThan(5);
  expect(Number(underWay!.cost)).toBeCloseTo(underWay!.inputTokens / 1_000_000, 12);
  open();
  const { requestId, usage } = await asking;
  const settled = await scratch.requests();
  expect(settled).toMatchObject([{ id: underWay!.id, outcome: 'ANSWERED', ...usage }]);
  expect(requestId).toBe(underWay!.id);
});

test('many at once are all on record', async () => {
  await using scratch = await scratchModels();
  await using server = await modelServer();
  server.reply(() => json(good));
  await scratch.credential(server, { inputPrice: 2, outputPrice: 10 });
  const ai = await scratch.models.for('DRAFTING', scratch);
  const done = await Promise.all(Array.from({ length: 50 }, () => ai!.complete(question)));
  const requests = await scratch.requests();
  expect(new Set(requests.map(({ id }) => id))).toEqual(new Set(done.map(({ requestId }) => requestId)));
  const [{ usage }, { cost }] = [done[0]!, requests[0]!];
  expect(cost!.toNumber()).toBeCloseTo((usage.inputTokens * 2 + usage.outputTokens * 10) / 1e6, 9);
});

test('a key whose master key is lost fails when it is used, with what to do, and the next one is asked', async () => {
  await using scratch = await scratchModels();
  await using first = await modelServer();
  await using second = await modelServer();
  second.reply(() => json(good));
  const { id } = await scratch.credential(first);
  await scratch.credential(second);
  const sealedKey = 'v1.gone.AAAA.AAAA';
  await scratch.db.providerCredential.update({ where: { id }, data: { sealedKey, embeddingModel: 'e' } });
  scratch.models.forget(scratch.organizationId);
  const ai = await scratch.models.for('DRAFTING', scratch);
  expect((await ai!.complete(question)).model).toBe('model-2');
  expect((await scratch.requests())[0]!.failureMessage).toMatch(/BIDWRIGHT_MASTER_KEYS/);
  const embedder = await scratch.models.embedder(scratch.organizationId);
  await expect(embedder!.embed(['a'])).rejects.toThrow(/BIDWRIGHT_MASTER_KEYS/);
});
