import type { App } from '../app-types.js';
import type { Run } from '../platform/durable.js';
import { commitStep } from './at-work.js';
import type { KindName } from './kind.js';
import { wayState } from './life.js';
import type { RunFailure } from './run-types.js';

/** Ends the run in ERROR, from where it can be retried. A settled one stays as it is: what it has is whole. */
export async function failRun(app: App, run: Run, failure: RunFailure): Promise<void> {
  await commitStep(app, null, run, async (_tx, now) => {
    const kind = app.kinds[now.kind as KindName];
    if (now.state === kind.settled) {
      app.log.error({ workflow: run.reference, failure }, 'what is READY could not be brought up to date');
      return { result: undefined };
    }
    return {
      data: {
        state: 'ERROR',
        resumeState: wayState(kind, now),
        failureCode: failure.code,
        failureMessage: failure.message,
        failureAt: app.clock(),
        failureRetryable: failure.retryable,
      },
      events: [{ kind: 'workflow-failed', ...failure }],
      result: undefined,
    };
  });
}

/** What the row of a run says that is tried again from where it stopped. */
export const triedAgain = (
  kind: Parameters<typeof wayState>[0],
  run: Parameters<typeof wayState>[1] & { attempt: number },
) => ({
  state: wayState(kind, run),
  resumeState: null,
  attempt: run.attempt + 1,
  failureCode: null,
  failureMessage: null,
  failureAt: null,
  failureRetryable: null,
});
