import { AiFailure } from '../../ai/index.js';
import type { Limited } from './types.js';

/** Why a request is not admitted, as `model_admit` says. */
export interface Refusal {
  reason: 'paused' | 'line' | 'concurrency' | 'tokens' | 'requests';
  /** How long at least; null where that depends on others. */
  wait_ms: number | null;
}

/** The request waited as long as it may, or would have to wait longer. Passes by itself. */
export function gaveUp(limited: Limited, { reason, wait_ms }: Refusal, patienceMs: number): AiFailure {
  // Whoever waits for others comes back soon, but not together with all the others.
  const retryAfterMs = wait_ms ?? 1_000 + Math.round(Math.random() * 2_000);
  return new AiFailure('rate-limited', `${why(limited, reason)} ${whatNow(wait_ms, patienceMs)}`, {
    retryAfterMs,
  });
}

function why(
  { label, maxConcurrency, tokensPerMinute, requestsPerMinute }: Limited,
  reason: Refusal['reason'],
): string {
  switch (reason) {
    case 'paused':
      return `${label} asked to be left alone for a while.`;
    case 'concurrency':
      return `${label} is at its limit of ${count(maxConcurrency, 'request')} at a time.`;
    case 'tokens':
      return `${label} is at its limit of ${count(tokensPerMinute, 'token')} a minute.`;
    case 'requests':
      return `${label} is at its limit of ${count(requestsPerMinute, 'request')} a minute.`;
    case 'line':
      return `Other requests wait for the limits of ${label}.`;
  }
}

function whatNow(waitMs: number | null, patienceMs: number): string {
  if (waitMs !== null && waitMs > 0) return `It can be asked again in ${seconds(waitMs)}.`;
  return `The request waited for ${seconds(patienceMs)}; try again later, or raise the limits of the credential.`;
}

const seconds = (ms: number) => count(Math.max(Math.ceil(ms / 1_000), 1), 'second');
const count = (n: number | null, what: string) =>
  `${(n ?? 0).toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
