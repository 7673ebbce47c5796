import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../../app-types.js';
import { labelPassages } from './label-passages.js';

/** A process of an older version beside this one may still store passages without labels. */
const LOOK_AGAIN_MS = 3_600_000;
const AFTER_FAILURE_MS = 60_000;

/** Labels what was stored before there were labels, for as long as the worker runs. */
export function keepLabelling(app: App): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const pause = await labelPassages(app, signal).then(
        (items) => {
          if (items > 0) app.log.info({ items }, 'passages stored before were labelled');
          return LOOK_AGAIN_MS;
        },
        (error: unknown) => {
          if (!signal.aborted) app.log.warn({ error: String(error) }, 'passages wait to be labelled');
          return AFTER_FAILURE_MS;
        },
      );
      await wait(pause, undefined, { signal }).catch(() => {});
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
