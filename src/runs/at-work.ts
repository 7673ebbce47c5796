import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { retryOnOutage } from '../platform/database/outage.js';
import type { Run } from '../platform/durable.js';
import { changeRun, type Decision, type Details } from './change-run.js';
import type { KindName } from './kind.js';
import { isActive } from './life.js';
import type { RunRow } from './run-types.js';

/** The run was cancelled, retried as a newer one, or is over: it may commit nothing more. */
export class RunSuperseded extends Error {
  override readonly name = 'RunSuperseded';

  constructor(run: Run) {
    super(`Run ${run.attempt} of ${run.reference} is no longer the one at work.`);
  }
}

/** @throws {RunSuperseded} where the run may work no more */
export function checkRun(
  { kinds }: Pick<App, 'kinds'>,
  run: Run,
  now: Pick<RunRow, 'attempt' | 'state' | 'kind'>,
): void {
  const kind = kinds[now.kind as KindName];
  const mayWork = now.attempt === run.attempt && (isActive(kind, now.state) || now.state === kind.settled);
  if (!mayWork) throw new RunSuperseded(run);
}

/**
 * Changes a run on behalf of its work, which is checked under the row's lock. Waits while the database is away: what a
 * model was paid for is not thrown away. `decide` may therefore find its own change already made.
 * @throws {RunSuperseded}
 */
export const commitStep = <T, Row extends RunRow>(
  app: Pick<App, 'db' | 'clock' | 'kinds' | 'log'>,
  details: Details<Row> | null,
  run: Run,
  decide: (tx: Tx, now: Row) => Promise<Decision<T, Row>>,
): Promise<T> =>
  retryOnOutage(
    () =>
      changeRun(
        app,
        details,
        { id: run.workflowId, organizationId: run.organizationId },
        async (tx, now: Row) => {
          checkRun(app, run, now);
          return decide(tx, now);
        },
      ),
    app.log,
  );
