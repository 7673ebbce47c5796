import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AiFailure } from '../../src/ai/index.js';
import { testDatabase } from '../support/database.js';
import { delay, json, modelServer } from '../support/model-server.js';
import { later, limited, limitsOfProcess, uses } from './limits-support.js';

const turn = (more: object = {}) => ({ estimatedTokens: 100, patienceMs: 20_000, ...more });
const failureOf = (work: Promise<unknown>): Promise<AiFailure> =>
  work.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error) => error,
  );

describe('requests at a time', () => {
  test('never are more than the limit over three processes, and all of them come through', async () => {
    await using database = await testDatabase();
    await using model = await modelServer();
    model.reply(() => delay(5, json({})));
    await using a = await limitsOfProcess(database.url);
    await using b = await limitsOfProcess(database.url);
    await using c = await limitsOfProcess(database.url);
    const ask = async () => {
      const body = JSON.stringify({ model: 'm', messages: [] });
      await (await fetch(`${model.url}/chat/completions`, { method: 'POST', body })).text();
      return uses(10);
    };
    const all = [a, b, c].flatMap(({ limits }) =>
      Array.from({ length: 30 }, () => limits.within(limited({ maxConcurrency: 3 }), turn(), ask)),
    );
    await Promise.all(all);
    expect(model.total).toBe(90);
    expect(model.maxInFlight).toBeLessThanOrEqual(3);
    expect(model.maxInFlight).toBeGreaterThan(1);
  });

  test('are taken in the order of coming, also where another process waits', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    await using b = await limitsOfProcess(database.url);
    const one = limited({ maxConcurrency: 1, tokensPerMinute: 1_000_000 });
    const held = later();
    const begun = later();
    const first = a.limits.within(one, turn(), async () => {
      begun.resolve();
      await held.promise;
      return uses(1);
    });
    await begun.promise;
    const order: string[] = [];
    const noting = (name: string) => async () => {
      order.push(name);
      return uses(1);
    };
    const waiting = (count: number) =>
      expect
        .poll(() => b.sql.query('SELECT 1 FROM model_lease WHERE admitted_at IS NULL', []), { interval: 5 })
        .toHaveLength(count);
    const big = b.limits.within(one, turn({ estimatedTokens: 900_000 }), noting('b1'));
    await waiting(1);
    const others = ['a1', 'a2', 'a3'].map((name) => a.limits.within(one, turn(), noting(name)));
    await waiting(2);
    held.resolve();
    await Promise.all([first, big, ...others]);
    expect(order).toEqual(['b1', 'a1', 'a2', 'a3']);
  });

  test('processes take turns, so that one with much to do does not keep another waiting', async () => {
    await using database = await testDatabase();
    await using busy = await limitsOfProcess(database.url);
    await using quiet = await limitsOfProcess(database.url);
    const one = limited({ maxConcurrency: 1 });
    let done = 0;
    const work = async () => {
      await quiet.sql.query('SELECT 1', []);
      done += 1;
      return uses(1);
    };
    const begun = later();
    const crowd = Array.from({ length: 60 }, () =>
      busy.limits.within(one, turn(), () => {
        begun.resolve();
        return work();
      }),
    );
    await begun.promise;
    const before = done;
    await quiet.limits.within(one, turn(), work);
    expect(done - before).toBeLessThan(20);
    await Promise.all(crowd);
  });

  test('a process that was killed gives its place up when its lease ends', async () => {
    await using database = await testDatabase();
    await using other = await limitsOfProcess(database.url, 1_000);
    const script = resolve(import.meta.dirname, 'hold-place.ts');
    const holder = spawn(process.execPath, ['--import', 'tsx', script, database.url, '1000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout!, 'data');
    const one = limited({ maxConcurrency: 1 });
    // It says that it is alive for longer than one lease.
    const early = await failureOf(other.limits.within(one, turn({ patienceMs: 1_500 }), async () => uses(1)));
    expect(early).toMatchObject({ kind: 'rate-limited' });
    expect(early.message).toContain('"Ours" is at its limit of 1 request at a time.');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await other.limits.within(one, turn(), async () => uses(7))).toEqual(uses(7));
  });

  test('one that is cancelled while it waits leaves the line to others', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    await using b = await limitsOfProcess(database.url);
    const one = limited({ maxConcurrency: 1 });
    const held = later();
    const begun = later();
    const first = a.limits.within(one, turn(), async () => {
      begun.resolve();
      await held.promise;
      return uses(1);
    });
    await begun.promise;
    const leaving = new AbortController();
    let asked = false;
    const left = failureOf(
      b.limits.within(one, turn({ signal: leaving.signal }), async () => {
        asked = true;
        return uses(1);
      }),
    );
    await expect
      .poll(() => a.sql.query('SELECT 1 FROM model_lease WHERE admitted_at IS NULL', []), { interval: 5 })
      .toHaveLength(1);
    leaving.abort();
    expect(await left).toMatchObject({ kind: 'aborted' });
    held.resolve();
    await first;
    await a.limits.within(one, turn({ patienceMs: 2_000 }), async () => uses(1));
    expect(asked).toBe(false);
  });
});

describe('tokens and requests of a minute', () => {
  test('are held over processes: a minute’s worth at once, and what comes with time', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    await using b = await limitsOfProcess(database.url);
    // 1,000 a second on top of 60,000.
    const limit = limited({ tokensPerMinute: 60_000 });
    let used = 0;
    const begin = performance.now();
    const work = async () => {
      used += 5_000;
      return uses(5_000);
    };
    const ask = ({ limits }: typeof a) => limits.within(limit, turn({ estimatedTokens: 5_000 }), work);
    await Promise.all(Array.from({ length: 13 }, (_, i) => ask(i % 2 ? a : b)));
    const seconds = (performance.now() - begin) / 1_000;
    expect(used).toBe(65_000);
    expect(used).toBeLessThanOrEqual(60_000 + seconds * 1_000);
    expect(seconds).toBeLessThan(10);
  });

  test('are corrected by what was really used', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    const limit = limited({ tokensPerMinute: 6_000 });
    const ask = (estimatedTokens: number, used: number) =>
      a.limits.within(limit, { estimatedTokens, patienceMs: 0 }, async () => uses(used));
    const left = async () => {
      await a.limits.close();
      const [row] = await a.sql.query<{ left: number }>('SELECT tokens_left AS left FROM model_limit', []);
      return row!.left;
    };
    // Reckoned with too much: nobody has to wait for what was not used.
    for (let i = 0; i < 5; i++) {
      await ask(3_000, 100);
      await left();
    }
    expect(await left()).toBeGreaterThanOrEqual(5_400);
    // Reckoned with too little: the next one waits for it.
    await ask(100, 9_000);
    expect(await left()).toBeLessThan(-2_000);
    const failure = await failureOf(ask(100, 100));
    expect(failure).toMatchObject({ kind: 'rate-limited', retryable: true });
    expect(failure.retryAfterMs).toBeGreaterThan(20_000);
    expect(failure.retryAfterMs).toBeLessThan(40_000);
    expect(failure.message).toMatch(
      /at its limit of 6,000 tokens a minute\. It can be asked again in \d+ seconds/,
    );
  });

  test('a request of more than a minute has is let through when nothing else was', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    const limit = limited({ tokensPerMinute: 1_000 });
    const ask = () =>
      a.limits.within(limit, { estimatedTokens: 5_000, patienceMs: 0 }, async () => uses(5_000));
    expect(await ask()).toEqual(uses(5_000));
    expect((await failureOf(ask())).retryAfterMs).toBeGreaterThan(250_000);
  });

  test('requests are counted, also those that fail', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    const limit = limited({ requestsPerMinute: 2 });
    const ask = () =>
      a.limits.within(limit, { estimatedTokens: 10, patienceMs: 0 }, async () => {
        throw new AiFailure('unavailable', 'Down.');
      });
    expect((await failureOf(ask())).message).toBe('Down.');
    expect((await failureOf(ask())).message).toBe('Down.');
    const failure = await failureOf(ask());
    expect(failure.message).toContain('at its limit of 2 requests a minute');
    expect(failure.retryAfterMs).toBeGreaterThan(25_000);
    expect(failure.retryAfterMs).toBeLessThanOrEqual(30_000);
  });
});

describe('a provider that asks to wait', () => {
  const told = (retryAfterMs: number) => async () => {
    throw new AiFailure('rate-limited', 'Too many.', { status: 429, retryAfterMs });
  };

  test.each([
    ['without limits', {}],
    ['with limits', { maxConcurrency: 5 }],
  ])('is left alone by all processes, for a credential %s', async (_, limits) => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    await using b = await limitsOfProcess(database.url);
    const credential = limited(limits);
    await b.limits.within(credential, turn(), async () => uses(1));
    expect((await failureOf(a.limits.within(credential, turn(), told(60_000)))).message).toBe('Too many.');
    let asked = 0;
    const ask = () =>
      b.limits.within(credential, turn({ patienceMs: 0 }), async () => {
        asked += 1;
        return uses(1);
      });
    await expect
      .poll(() =>
        ask().then(
          () => '',
          ({ message }) => message,
        ),
      )
      .toContain('asked to be left alone');
    const before = asked;
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    expect(failure.retryAfterMs).toBeGreaterThan(50_000);
    expect(asked).toBe(before);
    // Others are asked all the same.
    const other = limited(limits, 'other');
    expect(await b.limits.within(other, turn({ patienceMs: 0 }), async () => uses(1))).toEqual(uses(1));
  });

  test('is asked again when the time is over', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    const credential = limited({});
    const begin = performance.now();
    await failureOf(a.limits.within(credential, turn(), told(300)));
    await a.limits.within(credential, turn(), async () => uses(1));
    expect(performance.now() - begin).toBeGreaterThanOrEqual(295);
  });

  test('is left alone for ten minutes at most, for its limits may be raised', async () => {
    await using database = await testDatabase();
    await using a = await limitsOfProcess(database.url);
    await failureOf(a.limits.within(limited({}), turn(), told(86_400_000)));
    const { retryAfterMs } = await failureOf(a.limits.within(limited({}), turn(), async () => uses(1)));
    expect(retryAfterMs).toBeLessThanOrEqual(600_000);
  });
});

test('a credential without limits costs no statement', async () => {
  await using database = await testDatabase();
  await using a = await limitsOfProcess(database.url);
  const ask = () => a.limits.within(limited({}), turn(), async () => uses(1));
  // Whether anybody is paused is read once.
  await ask();
  const before = a.statements.length;
  for (let i = 0; i < 20; i++) await ask();
  expect(a.statements.length).toBe(before);
});
