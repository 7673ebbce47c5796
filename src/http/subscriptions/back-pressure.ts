import type { WebSocket } from 'ws';

export interface BackPressure {
  /** How long a client may take to take in one message, in ms, before its socket is closed. */
  timeoutMs: number;
}

export const BACK_PRESSURE: BackPressure = { timeoutMs: 10_000 };

/** "Try again later": clients of graphql-transport-ws reconnect after it. */
export const TOO_SLOW = 1013;
const REASON = 'Too slow. Reconnect, and subscribe after the last sequence you have.';
const GOODBYE_MS = 5_000;

/**
 * The same results, for a client that has to take them in. graphql-ws asks for the next one when the socket has taken the
 * last, so that no more than one waits in this process for each subscription; a socket that takes none for too long is
 * closed, and its client told why.
 * @param onDrop called when it is closed
 */
export function withBackPressure<T>(
  results: AsyncIterable<T>,
  socket: WebSocket,
  { timeoutMs }: BackPressure,
  onDrop: () => void,
): AsyncIterableIterator<T> {
  const iterator = results[Symbol.asyncIterator]();
  let taking: NodeJS.Timeout | undefined;
  const drop = () => {
    onDrop();
    socket.close(TOO_SLOW, REASON);
    // One that does not read does not get the reason either; what waits for it is not kept for long.
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
  };
  const end = async () => {
    clearTimeout(taking);
    await iterator.return?.();
    return { done: true as const, value: undefined };
  };
  return {
    async next() {
      clearTimeout(taking);
      const step = await iterator.next();
      if (step.done) return { done: true, value: undefined };
      taking = setTimeout(drop, timeoutMs).unref();
      return step;
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
