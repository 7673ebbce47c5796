import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../observability/log.js';

/** Something that runs until it is stopped, or ends by itself. */
export interface Running {
  /** Settles when it has ended, asked to or not. */
  done: Promise<unknown>;
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/**
 * Starts something, and starts it anew whenever it ends unasked.
 * @throws what the first start throws; later failures are logged and tried again
 */
export async function keepRunning<T extends Running>(
  log: Log,
  name: string,
  start: () => Promise<T>,
): Promise<{ current(): T; stop(): Promise<void> }> {
  let current = await start();
  const stopping = new AbortController();
  const { signal } = stopping;

  async function restart(): Promise<void> {
    for (let delay = FIRST_DELAY_MS; !signal.aborted; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
      await wait(delay, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        current = await start();
        log.info(`${name} is running again`);
        return;
      } catch (error) {
        log.error({ error: error instanceof Error ? error.message : String(error) }, `${name} did not start`);
      }
    }
  }

  const supervise = async () => {
    while (!signal.aborted) {
      const end = await current.done.then(
        () => 'it ended',
        (error: unknown) => String(error),
      );
      if (signal.aborted) return;
      log.warn({ reason: end }, `${name} stopped by itself; starting it again`);
      await restart();
    }
  };
  const supervised = supervise();

  return {
    current: () => current,
    async stop() {
      stopping.abort();
      await current.stop();
      await supervised;
      // A start that was under way when we were told to stop.
      await current.stop();
    },
  };
}
