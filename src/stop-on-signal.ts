import { DomainError } from './platform/errors.js';
import { EnvError } from './platform/settings/env.js';
import type { Service } from './service.js';

/** npm passes a Ctrl-C on that the terminal has sent to everybody already: within this time they are one. */
const ONE_SIGNAL_MS = 1_000;

/** Ctrl-C and SIGTERM stop the service cleanly; a second one leaves at once. */
export function stopOnSignal(service: Service, announce: () => void): void {
  let stoppingSince: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      const now = performance.now();
      if (stoppingSince !== null) {
        if (signal === 'SIGINT' && now - stoppingSince < ONE_SIGNAL_MS) return;
        process.exit(130);
      }
      stoppingSince = now;
      announce();
      await service.stop();
      process.exit(0);
    });
}

/** Ends the process: with the message alone where it says all, with the whole error where it is a fault. */
export function exitWithMessage(error: unknown): never {
  const expected = error instanceof DomainError || error instanceof EnvError;
  console.error(expected ? `\n${error.message}` : error);
  process.exit(1);
}
