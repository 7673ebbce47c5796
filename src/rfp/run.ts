import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { outlast } from '../platform/database/outage.js';
import type { Run } from '../platform/durable.js';
import { changeWorkflow, type Decision } from './change-workflow.js';
import { isActive } from './states.js';

/** The run was cancelled, retried as a newer one, or is over: it may commit nothing more. */
export class RunSuperseded extends Error {
  override readonly name = 'RunSuperseded';

  constructor(run: Run) {
    super(`Run ${run.attempt} of ${run.reference} is no longer the one at work.`);
  }
}

const mayWork = (run: Run, workflow: Workflow) =>
  workflow.attempt === run.attempt && (isActive(workflow.state) || workflow.state === 'READY');

/** @throws {RunSuperseded} where the run may work no more */
export function checkRun(run: Run, workflow: Workflow): void {
  if (!mayWork(run, workflow)) throw new RunSuperseded(run);
}

/**
 * The workflow of a run that may still work.
 * @throws {RunSuperseded}
 */
export async function loadRun(app: App, run: Run): Promise<Workflow> {
  const { workflowId: id, organizationId } = run;
  const workflow = await app.db.workflow.findFirst({ where: { id, organizationId } });
  if (!workflow) throw new RunSuperseded(run);
  checkRun(run, workflow);
  return workflow;
}

/**
 * Changes the workflow on behalf of a run, which is checked under the row's lock. Waits while the database is
 * away: what a model was paid for is not thrown away. `decide` may therefore find its own change already made.
 * @throws {RunSuperseded}
 */
export const changeRun = <T>(
  app: App,
  run: Run,
  decide: (tx: Tx, workflow: Workflow) => Promise<Decision<T>>,
): Promise<T> =>
  outlast(
    () =>
      changeWorkflow(
        app,
        { id: run.workflowId, organizationId: run.organizationId },
        async (tx, workflow) => {
          checkRun(run, workflow);
          return decide(tx, workflow);
        },
      ),
    app.log,
  );

export const runOf = (workflow: Workflow): Run => ({
  organizationId: workflow.organizationId,
  workflowId: workflow.id,
  kind: workflow.kind,
  reference: workflow.reference,
  attempt: workflow.attempt,
  clientName: workflow.clientName,
});
