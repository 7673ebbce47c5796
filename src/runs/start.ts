import type { App } from '../app-types.js';
import type { Run } from '../platform/durable.js';
import type { RunRow } from './run-types.js';

/** What the engine is told of a run. */
export const handleOf = (
  {
    organizationId,
    id,
    kind,
    reference,
    attempt,
  }: Pick<RunRow, 'organizationId' | 'id' | 'kind' | 'reference' | 'attempt'>,
  title: string,
): Run => ({ organizationId, workflowId: id, kind, reference, attempt, clientName: title });

type Engine = Pick<App, 'durable' | 'log'>;

/**
 * The row is the order to run: where the engine is out of reach, the sweep starts the run once it is back.
 * @returns whether the engine was told
 */
export const startSoon = (app: Engine, run: Run, options?: { replace: boolean }): Promise<boolean> =>
  app.durable.start(run, options).then(
    () => true,
    (error: unknown) => {
      app.log.warn({ workflow: run.reference, error: String(error) }, 'the run will be started by the sweep');
      return false;
    },
  );

/** Tells the run of new work; where the engine is out of reach, the sweep starts the run once it is back. */
export async function wakeSoon(app: Engine, run: Run): Promise<void> {
  await app.durable.wake(run).catch((error: unknown) => {
    app.log.warn({ workflow: run.reference, error: String(error) }, 'the run could not be woken');
  });
}

/** Spares what is in flight of a run that was cancelled, and may commit nothing more in any case. */
export async function stopSoon(app: Engine, reference: string): Promise<void> {
  await app.durable.stop(reference).catch((error: unknown) => {
    app.log.warn(
      { workflow: reference, error: String(error) },
      'the run could not be told of its cancellation',
    );
  });
}
