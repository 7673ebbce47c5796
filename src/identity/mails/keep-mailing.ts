import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../../app-types.js';
import { asSystem } from '../../platform/database/scope.js';
import { MAIL_CHANNEL } from '../../platform/events/wakeups.js';
import { sendMails } from './send-mails.js';

/** How often mails are looked for that nobody announced: those to be tried again. */
const LOOK_EVERY_MS = 5_000;

/** Sends mails as they come into line, for as long as the process runs: nobody waits for the mail server. */
export function keepMailing(app: App): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = () => {};
  const stopListening = app.wakeups.on(MAIL_CHANNEL, () => wake());

  async function run(): Promise<void> {
    while (!signal.aborted) {
      // What comes in while mails are looked for is looked for anew.
      const woken = new AbortController();
      wake = () => woken.abort();
      const seen = await asSystem('mail', () => sendMails(app)).catch((error: unknown) => {
        app.log.debug({ err: error }, 'mails wait in line');
        return 0;
      });
      if (!seen)
        await wait(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(
          () => {},
        );
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      stopListening();
      await running;
    },
  };
}
