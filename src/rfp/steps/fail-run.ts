import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { changeRun } from '../run.js';
import { storyState } from '../states.js';

export interface RunFailure {
  code: string;
  /** A sentence for the user: what went wrong, what to do. */
  message: string;
  /** Whether trying again may help. */
  retryable: boolean;
}

/** Ends the run in ERROR, from where it can be retried. A READY workflow stays READY: what it has is whole. */
export async function failRun(app: App, run: Run, failure: RunFailure): Promise<void> {
  await changeRun(app, run, async (_tx, workflow) => {
    if (workflow.state === 'READY') {
      app.log.error(
        { workflow: run.reference, failure },
        'the response document could not be brought up to date',
      );
      return { result: undefined };
    }
    return {
      data: {
        state: 'ERROR',
        resumeState: storyState(workflow),
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
