import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
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
