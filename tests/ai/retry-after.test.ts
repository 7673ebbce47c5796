import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/ai/retry-after.js';

const now = Date.UTC(2026, 0, 1, 12);
const wait = (headers: Record<string, string>, message = '') =>
  retryAfterMs(new Headers(headers), message, now);

test.each<[string, Record<string, string>, number | null]>([
  ['seconds', { 'retry-after': '12' }, 12_000],
  ['fractions of a second', { 'retry-after': '0.25' }, 250],
  ['an HTTP date', { 'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT' }, 30_000],
  ['an HTTP date that has passed', { 'retry-after': 'Thu, 01 Jan 2026 11:59:00 GMT' }, 0],
  ['milliseconds before seconds', { 'retry-after': '1', 'retry-after-ms': '720' }, 720],
  ['a duration in the reset header', { 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
  ['milliseconds in the reset header', { 'x-ratelimit-reset-requests': '20ms' }, 20],
  ['seconds since 1970 in the reset header', { 'x-ratelimit-reset': `${now / 1_000 + 5}` }, 5_000],
  ['milliseconds since 1970 in the reset header', { 'x-ratelimit-reset': `${now + 5}` }, 5],
  ['nothing', {}, null],
  ['nonsense', { 'retry-after': 'soon', 'retry-after-ms': 'x', 'x-ratelimit-reset': '-' }, null],
])('%s', (_, headers, expected) => {
  expect(wait(headers)).toBe(expected);
});

test('only limits that are used up count, and of those the longest wait', () => {
  const headers = {
    'x-ratelimit-remaining-requests': '499',
    'x-ratelimit-reset-requests': '1h',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '1.5s',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1',
  };
  expect(wait(headers)).toBe(1_500);
});

test('without a header the text is read', () => {
  expect(wait({}, 'Rate limit reached. Please try again in 1m2.5s. Visit …')).toBe(62_500);
  expect(wait({}, 'Please try again in a while.')).toBeNull();
});
