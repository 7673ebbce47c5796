import type { App } from '../../app-types.js';
import type { IngestionRun } from '../../platform/durable.js';
import { changeRun } from './run.js';

export interface IngestionFailure {
  code: string;
  /** A sentence for the user: what went wrong, what to do. */
  message: string;
  /** Whether trying again may help. */
  retryable: boolean;
}

/** Ends the run in FAILED, from where it can be retried. A version that was in use before stays in use. */
export async function failKnowledge(app: App, run: IngestionRun, failure: IngestionFailure): Promise<void> {
  await changeRun(app, run, async (tx, { id }) => {
    await tx.stagedPassage.deleteMany({ where: { itemId: id } });
    return {
      data: {
        state: 'FAILED',
        failureCode: failure.code,
        failureMessage: failure.message,
        failureAt: app.clock(),
        failureRetryable: failure.retryable,
      },
      events: [{ kind: 'failed', ...failure }],
    };
  });
}
