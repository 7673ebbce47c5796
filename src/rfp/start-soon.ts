import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Run } from '../platform/durable.js';
import { runOf } from './run.js';

/** The row is the order to run: where the engine is out of reach, the sweep starts the run once it is back. */
export async function startSoon(app: App, workflow: Workflow): Promise<void> {
  await app.durable.start(runOf(workflow)).catch((error: unknown) => {
    app.log.warn(
      { workflow: workflow.reference, error: String(error) },
      'the run will be started by the sweep',
    );
  });
}

/** Tells the run of new work; where the engine is out of reach, the sweep starts the run once it is back. */
export async function wakeSoon(app: App, run: Run): Promise<void> {
  await app.durable.wake(run).catch((error: unknown) => {
    app.log.warn({ workflow: run.reference, error: String(error) }, 'the run could not be woken');
  });
}
