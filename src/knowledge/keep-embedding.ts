import { setTimeout as wait } from 'node:timers/promises';
import { AiFailure } from '../ai/index.js';
import { embedPassages } from './embed-passages.js';
import type { SearchApp } from './search-types.js';

const IDLE_MS = 3_000;
/** Looking for passages without a vector takes longer the more there are; the pause grows with it. */
const REST = 50;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 300_000;

/**
 * Embeds passages as they are stored, for as long as the worker runs. A provider that fails is asked again when it says,
 * or after growing pauses; search goes by full text meanwhile.
 */
export function keepEmbedding(app: SearchApp, idleMs = IDLE_MS): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => {});

  async function run(): Promise<void> {
    let delay = FIRST_DELAY_MS;
    while (!signal.aborted) {
      try {
        const begin = performance.now();
        const embedded = await embedPassages(app, signal);
        if (embedded > 0) app.log.info({ passages: embedded }, 'passages were embedded');
        delay = FIRST_DELAY_MS;
        await pause(Math.max(idleMs, embedded > 0 ? 0 : (performance.now() - begin) * REST));
      } catch (error) {
        if (signal.aborted) return;
        const asked = error instanceof AiFailure ? error.retryAfterMs : null;
        app.log.warn(
          { error: error instanceof Error ? error.message : String(error) },
          'passages wait to be embedded',
        );
        await pause(asked ?? delay);
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      }
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
