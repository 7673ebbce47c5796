import { classify, type Endpoint } from './classify.js';
import { AiFailure } from './errors.js';

/**
 * Does what is asked of a provider until it is done, until its time is over, or until `signal` ends it; the
 * work's own signal then closes the connection.
 *
 * @throws AiFailure `aborted`, `unavailable` for too late, or whatever class the work's error belongs to
 */
export async function withinTime<T>(
  { task, signal }: { task: string; signal?: AbortSignal },
  timeoutMs: number,
  endpoint: Endpoint,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const deadline = setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  try {
    return await work(ending.signal);
  } catch (error) {
    if (signal?.aborted) throw new AiFailure('aborted', `The request for "${task}" was cancelled.`);
    throw ending.signal.aborted ? tooLate(endpoint, timeoutMs) : classify(error, endpoint);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', end);
  }
}

function tooLate({ host }: Endpoint, timeoutMs: number): AiFailure {
  const seconds = timeoutMs / 1_000;
  return new AiFailure(
    'unavailable',
    `The model provider at ${host} did not answer within ${seconds} seconds.`,
  );
}
