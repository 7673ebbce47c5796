import { classify, type Endpoint } from './classify.js';
import { AiFailure } from './errors.js';
import type { TimeLimits } from './time-limits.js';

/** Told of each sign of life of a reply that comes in pieces, and whether its text has begun. */
export type Pulse = (hasBegun: boolean) => void;

/**
 * Does what is asked of a provider until it is done, until its time is over, or until `signal` ends it; the
 * work's own signal then closes the connection. Work that calls `pulse` must go on calling it.
 *
 * @param begin when the time began, by `performance.now()`
 * @throws AiFailure `aborted`, `unavailable` for too late, or whatever class the work's error belongs to
 */
export async function withinTime<T>(
  { task, signal }: { task: string; signal?: AbortSignal },
  limits: TimeLimits,
  endpoint: Endpoint,
  work: (signal: AbortSignal, pulse: Pulse) => Promise<T>,
  begin = performance.now(),
): Promise<T> {
  const ending = new AbortController();
  let why = tooLate;
  let hasBegun = false;
  const end = (reason: typeof tooLate) => {
    why = reason;
    ending.abort();
  };
  const leave = () => ending.abort();
  const total = setTimeout(
    () => end(hasBegun ? tooSlow : tooLate),
    limits.totalMs - (performance.now() - begin),
  );
  let silence: NodeJS.Timeout | undefined;
  const pulse: Pulse = (begun) => {
    hasBegun ||= begun;
    clearTimeout(silence);
    silence = hasBegun
      ? setTimeout(end, limits.idleMs, stopped)
      : setTimeout(end, limits.firstMs, neverBegan);
  };
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  try {
    return await work(ending.signal, pulse);
  } catch (error) {
    if (signal?.aborted) throw new AiFailure('aborted', `The request for "${task}" was cancelled.`);
    throw ending.signal.aborted
      ? new AiFailure('unavailable', `${endpoint.provider} at ${endpoint.host} ${why(limits)}`)
      : classify(error, endpoint);
  } finally {
    clearTimeout(total);
    clearTimeout(silence);
    signal?.removeEventListener('abort', leave);
  }
}

const seconds = (ms: number) => (ms === 1_000 ? 'a second' : `${ms / 1_000} seconds`);
const RAISE = 'If it needs longer, raise MODEL_TIMEOUT_SECONDS.';

const tooLate = ({ totalMs }: TimeLimits) => `did not answer within ${seconds(totalMs)}. ${RAISE}`;
const tooSlow = ({ totalMs }: TimeLimits) =>
  `wrote too slowly: its reply was not whole after ${seconds(totalMs)}. ${RAISE}`;
const neverBegan = ({ firstMs }: TimeLimits) =>
  `did not begin its reply within ${seconds(firstMs)}. ${RAISE}`;
const stopped = ({ idleMs }: TimeLimits) =>
  `stopped in the middle of its reply: nothing came for ${seconds(idleMs)}.`;
