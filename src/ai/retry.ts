import { setTimeout as wait } from 'node:timers/promises';
import { AiFailure } from './errors.js';

/** How often and how long a model is asked again where somebody waits for the answer. */
const TRIES = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** A provider that took so long to fail is not asked again. */
const PATIENCE_MS = 60_000;

export interface RetryOptions {
  signal?: AbortSignal;
  /** Called before each new try. */
  onRetry?: (failure: AiFailure) => void;
}

/**
 * Asks a model, and asks again where the failure may pass: up to three times, each after the time that the
 * provider names or else a growing one. Where it names more than ten seconds, or a minute has gone by, the
 * failure is final. For work outside durable workflows, which have their own retries.
 *
 * @throws AiFailure the last one
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { signal, onRetry }: RetryOptions = {},
): Promise<T> {
  const began = Date.now();
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AiFailure) || !error.retryable || tries === TRIES) throw error;
      // Clients that failed together should not come back together.
      const pause = error.retryAfterMs ?? FIRST_WAIT_MS * 3 ** (tries - 1) * (0.75 + Math.random() / 2);
      if (pause > LONGEST_WAIT_MS || Date.now() - began + pause > PATIENCE_MS) throw error;
      await wait(pause, undefined, { signal }).catch(() => {});
      if (signal?.aborted) throw new AiFailure('aborted', 'The request was cancelled.');
      onRetry?.(error);
    }
  }
}
