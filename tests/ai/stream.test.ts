import { expect, test } from 'vitest';
import {
  hang,
  inOnePiece,
  json,
  malformed,
  modelServer,
  rateLimited,
  refusal,
  stall,
  status,
  stream,
  truncated,
} from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

const SOURCE = JSON.stringify(good);

test('a reply is told as it is written, and returned whole', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const pieces: string[] = [];
  const { value, usage } = await aiFor(model).stream(question, () => (piece) => void pieces.push(piece));
  expect(value).toEqual(good);
  expect(pieces.join('')).toBe(SOURCE);
  expect(pieces.length).toBeGreaterThan(5);
  expect(usage).toMatchObject({ outputTokens: pieces.length });
  expect(usage.inputTokens).toBeGreaterThan(0);
});

test('the first piece is told before the model has written the last', async () => {
  await using model = await modelServer();
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The second piece is sent only after the first has been told.
  model.reply(() => stream(good, { before: (n) => (n === 1 ? first : Promise.resolve()) }));
  const { value } = await aiFor(model).stream(question, () => release);
  expect(value).toEqual(good);
});

test('an endpoint that does not stream answers in one piece', async () => {
  await using model = await modelServer();
  model.reply(() => inOnePiece(json(good)));
  const pieces: string[] = [];
  const { value } = await aiFor(model).stream(question, () => (piece) => void pieces.push(piece));
  expect(value).toEqual(good);
  expect(pieces).toEqual([]);
});

test('an endpoint that refuses stream_options, and json_schema, is asked without', async () => {
  await using model = await modelServer({ refuses: ['stream_options', 'json_schema'] });
  model.reply(() => json(good));
  const ai = aiFor(model);
  const { value, usage } = await ai.stream(question, () => () => {});
  expect(value).toEqual(good);
  expect(usage).toEqual({ inputTokens: 0, outputTokens: 0 });
  const before = model.total;
  await ai.stream(question, () => () => {});
  expect(model.total).toBe(before + 1);
});

test.each([
  ['the connection is cut', stream(good, { cutAfter: 2 }), 'unavailable'],
  ['the provider reports an error in the middle', stream(good, { failAfter: 2 }), 'unavailable'],
  ['the provider is busy', rateLimited({ retryAfterSeconds: 2 }), 'rate-limited'],
  ['the provider fails', status(503), 'unavailable'],
  ['the key is wrong', status(401), 'rejected'],
  ['the JSON does not end', malformed(), 'malformed'],
  ['the reply is cut off', truncated(), 'malformed'],
  ['the model refuses', refusal('No.'), 'refused'],
])('where %s, the failure has its class', async (_, reply, kind) => {
  await using model = await modelServer();
  model.reply(() => reply);
  const failure = await failureOf(aiFor(model).stream(question, () => () => {}));
  expect(failure.kind).toBe(kind);
});

test('an error in the middle is passed on in the words of the provider', async () => {
  await using model = await modelServer();
  model.reply(() => stream(good, { failAfter: 2 }));
  const failure = await failureOf(aiFor(model).stream(question, () => () => {}));
  expect(failure.message).toContain('The engine is overloaded.');
});

test.each([
  ['a drip ends at the time limit', stream(good, { chunkMs: 150 }), 'wrote too slowly', '0.8 seconds'],
  ['silence at the beginning ends early', hang(), 'did not begin its reply within', '0.4 seconds'],
  [
    'silence in the middle ends earlier still',
    stream(good, { before: (n) => (n === 3 ? new Promise(() => {}) : Promise.resolve()) }),
    'stopped in the middle of its reply: nothing came for',
    '0.2 seconds',
  ],
])('%s', async (_, reply, words, seconds) => {
  await using model = await modelServer();
  model.reply(() => reply);
  const failure = await failureOf(aiFor(model, { timeoutMs: 800 }).stream(question, () => () => {}));
  expect(failure).toMatchObject({ kind: 'unavailable', retryable: true });
  expect(failure.message).toContain(words);
  expect(failure.message).toContain(seconds);
  await model.until(({ inFlight }) => inFlight === 0);
  expect(model.requests[0]?.outcome).toBe('cut by client');
});

test.each([
  ['before the provider answers', hang()],
  ['in the middle', stall()],
])('an abort %s closes the connection', async (_, reply) => {
  await using model = await modelServer();
  model.reply(() => reply);
  const controller = new AbortController();
  const failing = failureOf(aiFor(model).stream({ ...question, signal: controller.signal }, () => () => {}));
  await model.until(({ inFlight }) => inFlight === 1);
  controller.abort();
  expect((await failing).kind).toBe('aborted');
  await model.until(({ inFlight }) => inFlight === 0);
  expect(model.requests[0]?.outcome).toBe('cut by client');
});

test('an abort while the pieces come closes the connection', async () => {
  await using model = await modelServer();
  const controller = new AbortController();
  const gate = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  model.reply(() => stream(good, { before: (n) => (n === 2 ? gate : Promise.resolve()) }));
  const failing = failureOf(
    aiFor(model).stream({ ...question, signal: controller.signal }, () => () => controller.abort()),
  );
  expect((await failing).kind).toBe('aborted');
});
