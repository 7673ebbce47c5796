import { expect, test } from 'vitest';
import { AiFailure, withRetries } from '../../src/ai/index.js';
import { failureOf } from './ask.js';

/** Fails with these, one after the other, and then succeeds with the number of the try. */
function failing(...failures: AiFailure[]) {
  let tries = 0;
  return async () => {
    const failure = failures[tries++];
    if (failure) throw failure;
    return tries;
  };
}

const soon = (kind: 'rate-limited' | 'unavailable' | 'malformed') =>
  new AiFailure(kind, 'Not now.', { retryAfterMs: 1 });

test('what may pass is asked again, and told', async () => {
  const told: string[] = [];
  const work = failing(soon('rate-limited'), soon('malformed'));
  expect(await withRetries(work, { onRetry: ({ kind }) => told.push(kind) })).toBe(3);
  expect(told).toEqual(['rate-limited', 'malformed']);
});

test('three tries are enough', async () => {
  const work = failing(soon('unavailable'), soon('unavailable'), soon('unavailable'));
  expect((await failureOf(withRetries(work))).kind).toBe('unavailable');
  expect(await work()).toBe(4);
});

test.each([
  ['will not pass', new AiFailure('rejected', 'The key is wrong.')],
  [
    'asks to wait for longer than somebody waits',
    new AiFailure('rate-limited', 'Later.', { retryAfterMs: 11_000 }),
  ],
])('a failure that %s is final', async (_, failure) => {
  const work = failing(failure);
  expect(await failureOf(withRetries(work))).toBe(failure);
  expect(await work()).toBe(2);
});

test('nobody is waited for after an abort', async () => {
  const controller = new AbortController();
  const work = failing(new AiFailure('rate-limited', 'Later.', { retryAfterMs: 9_000 }));
  const waiting = failureOf(withRetries(work, { signal: controller.signal }));
  controller.abort();
  expect((await waiting).kind).toBe('aborted');
});
