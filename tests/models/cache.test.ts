import { describe, expect, test } from 'vitest';
import { malformed } from '../../src/ai/index.js';
import { hold, json, modelServer, status } from '../support/model-server.js';
import { OTHER_ORGANIZATION, request, scopeOf, testCache } from './cache-support.js';

const reply = { certain: true, answer: 'So.' };

describe('the same request', () => {
  test('gets the same reply without being sent again, and says what that saves', async () => {
    await using model = await modelServer();
    model.reply(() => json(reply));
    await using cache = await testCache(model);
    const first = await cache.ask();
    expect(first).toMatchObject({ from: 'model', completion: { value: reply } });
    const { usage } = (first as Extract<typeof first, { from: 'model' }>).completion;
    const tokens = usage.inputTokens + usage.outputTokens;
    expect(tokens).toBeGreaterThan(0);
    expect(await cache.ask()).toEqual({
      from: 'cache',
      value: reply,
      saved: { tokens, cost: tokens / 1_000 },
    });
    expect(model.total).toBe(1);
  });

  test.each([
    ['another organization', {}, { organizationId: OTHER_ORGANIZATION }],
    ['another model', {}, { model: 'other' }],
    ['another endpoint', {}, { endpoint: 'https://other.example' }],
    ['other instructions', { system: 'Answer well.' }, {}],
    ['other material', { user: 'Why?' }, {}],
    ['another bound of the reply', { maxOutputTokens: 7 }, {}],
    ['another schema', { schemaName: 'other' }, {}],
  ])('from %s is another one', async (_, asked, scope) => {
    await using model = await modelServer();
    model.reply(() => json(reply));
    await using cache = await testCache(model);
    await cache.ask();
    expect((await cache.ask(request(asked), scopeOf(model, scope))).from).toBe('model');
    expect(model.total).toBe(2);
  });

  test('is sent where somebody wants a fresh reply, which takes the place of the one before', async () => {
    await using model = await modelServer();
    model.reply(({ n }) => json({ ...reply, answer: `Number ${n}.` }));
    await using cache = await testCache(model);
    await cache.ask();
    const fresh = await cache.ask(request({ fresh: true }));
    expect(fresh).toMatchObject({ from: 'model', completion: { value: { answer: 'Number 1.' } } });
    expect(await cache.ask()).toMatchObject({ from: 'cache', value: { answer: 'Number 1.' } });
  });

  test('is sent again when its time is over', async () => {
    await using model = await modelServer();
    model.reply(() => json(reply));
    await using cache = await testCache(model);
    await cache.ask();
    await cache.sql.query("UPDATE ai_cache_entry SET expires_at = now() - interval '1 second'", []);
    expect((await cache.ask()).from).toBe('model');
    expect((await cache.ask()).from).toBe('cache');
  });

  test('is always sent where the cache is off', async () => {
    await using model = await modelServer();
    model.reply(() => json(reply));
    await using cache = await testCache(model, 0);
    await cache.ask();
    expect((await cache.ask()).from).toBe('model');
    expect(await cache.sql.query('SELECT 1 FROM ai_cache_entry', [])).toEqual([]);
  });

  test('is told in one piece to those who follow, in the order in which the model wrote it', async () => {
    await using model = await modelServer();
    model.reply(() => json({ answer: 'So.', certain: true }));
    await using cache = await testCache(model);
    const written: string[][] = [];
    await cache.stream(written);
    expect(written[0]!.length).toBeGreaterThan(1);
    const kept: string[][] = [];
    expect((await cache.stream(kept)).from).toBe('cache');
    expect(kept).toEqual([['{"answer":"So.","certain":true}']]);
  });
});

describe('what is not kept', () => {
  test('is a reply that was not accepted', async () => {
    await using model = await modelServer();
    model.reply(({ n }) => json(n < 2 ? { ...reply, answer: 'Wrong.' } : reply));
    await using cache = await testCache(model);
    const check = ({ answer }: { answer: string }) => {
      if (answer === 'Wrong.') throw malformed('is wrong.');
    };
    await expect(cache.ask(request({ check }))).rejects.toMatchObject({ kind: 'malformed' });
    expect(await cache.ask(request({ check }))).toMatchObject({
      from: 'model',
      completion: { value: reply },
    });
    expect(await cache.ask(request({ check }))).toMatchObject({ from: 'cache' });
  });

  test('is a failure', async () => {
    await using model = await modelServer();
    model.reply(({ n }) => (n === 0 ? status(503) : json(reply)));
    await using cache = await testCache(model);
    await expect(cache.ask()).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await cache.ask()).from).toBe('model');
  });

  test('a reply that would not be accepted any more is asked for anew', async () => {
    await using model = await modelServer();
    model.reply(({ n }) => json({ ...reply, answer: n === 0 ? 'Old.' : 'New.' }));
    await using cache = await testCache(model);
    await cache.ask();
    const check = ({ answer }: { answer: string }) => {
      if (answer === 'Old.') throw malformed('is old.');
    };
    expect(await cache.ask(request({ check }))).toMatchObject({
      from: 'model',
      completion: { value: { answer: 'New.' } },
    });
    expect(await cache.ask()).toMatchObject({ from: 'cache', value: { answer: 'New.' } });
  });
});

describe('requests at the same time', () => {
  test('are sent once where they are alike', async () => {
    await using model = await modelServer();
    const held = hold(json(reply));
    model.reply(() => held);
    await using cache = await testCache(model);
    const all = [cache.ask(), cache.ask(), cache.ask()];
    await model.until(({ total }) => total === 1);
    held.release();
    expect((await Promise.all(all)).map(({ from }) => from)).toEqual(['model', 'cache', 'cache']);
    expect(model.total).toBe(1);
  });

  test('share a failure, which only one of them paid for', async () => {
    await using model = await modelServer();
    const held = hold(json({ wrong: true }));
    model.reply(() => held);
    await using cache = await testCache(model);
    const all = Promise.allSettled([cache.ask(), cache.ask()]);
    await model.until(({ total }) => total === 1);
    held.release();
    const [first, second] = (await all) as PromiseRejectedResult[];
    expect(first!.reason).toMatchObject({ kind: 'malformed', usage: expect.anything() });
    expect(second!.reason).toMatchObject({ kind: 'malformed', usage: null });
    // The request, and its repair.
    expect(model.total).toBe(2);
  });

  test('go on where the first of them is cancelled', async () => {
    await using model = await modelServer();
    const held = hold(json(reply));
    model.reply(({ n }) => (n === 0 ? held : json(reply)));
    await using cache = await testCache(model);
    const leaving = new AbortController();
    const first = cache.ask(request({ signal: leaving.signal })).catch((error) => error);
    const second = cache.ask();
    await model.until(({ total }) => total === 1);
    leaving.abort();
    expect(await first).toMatchObject({ kind: 'aborted' });
    expect(await second).toMatchObject({ from: 'model', completion: { value: reply } });
    held.release();
  });

  test('one that waits for another can be cancelled by itself', async () => {
    await using model = await modelServer();
    const held = hold(json(reply));
    model.reply(() => held);
    await using cache = await testCache(model);
    const leaving = new AbortController();
    const first = cache.ask();
    const second = cache.ask(request({ signal: leaving.signal })).catch((error) => error);
    await model.until(({ total }) => total === 1);
    leaving.abort();
    expect(await second).toMatchObject({ kind: 'aborted' });
    held.release();
    expect((await first).from).toBe('model');
  });
});
