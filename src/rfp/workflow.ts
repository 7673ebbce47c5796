import type { Prisma, Workflow as WorkflowDetails } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import type { Run } from '../platform/durable.js';
import { newId, readableId } from '../platform/ids.js';
import {
  changeRun,
  checkRun,
  commitStep,
  type Decision,
  type Details,
  handleOf,
  type RunRow,
  RunSuperseded,
  type WhichRun,
} from '../runs/index.js';
import type { WorkflowKind, WorkflowState } from './states.js';

/** An RFP response or a proposal: the life of its run, and what both have in common besides. */
export type Workflow = Omit<RunRow, 'kind' | 'state' | 'resumeState'> & {
  kind: WorkflowKind;
  state: WorkflowState;
  resumeState: WorkflowState | null;
} & WorkflowDetails;

export const WORKFLOW: Details<Workflow> = {
  table: 'workflow',
  columns: ['clientName', 'industry', 'answersRevision', 'watchedUntil'],
};

/** What a workflow is read with, to be one. */
export const WITH_RUN = { run: true } as const satisfies Prisma.WorkflowInclude;

export const workflowOf = <Row extends WorkflowDetails & { run: RunRow }>({ run, ...details }: Row) =>
  ({ ...run, ...details }) as Omit<Row, 'run'> & Workflow;

/** The workflow that is meant; null where there is none. */
export async function findWorkflow(
  { db }: Pick<App, 'db'>,
  where: Prisma.WorkflowWhereInput & { organizationId: string },
): Promise<Workflow | null> {
  const found = await db.workflow.findFirst({ where, include: WITH_RUN });
  return found && workflowOf(found);
}

/** What the engine is told of a workflow. */
export const runOf = (workflow: Workflow): Run => handleOf(workflow, workflow.clientName);

/** Changes a workflow for somebody; see `changeRun`. */
export const changeWorkflow = <T>(
  app: Pick<App, 'db' | 'clock' | 'kinds'>,
  which: WhichRun,
  decide: (tx: Tx, workflow: Workflow) => Promise<Decision<T, Workflow>>,
): Promise<T> => changeRun(app, WORKFLOW, which, decide);

/** Changes the workflow of a run that may still work; see `commitStep`. */
export const commitWorkflowStep = <T>(
  app: App,
  run: Run,
  decide: (tx: Tx, workflow: Workflow) => Promise<Decision<T, Workflow>>,
): Promise<T> => commitStep(app, WORKFLOW, run, decide);

/**
 * The workflow of a run that may still work.
 * @throws {RunSuperseded}
 */
export async function loadRun(app: App, run: Run): Promise<Workflow> {
  const workflow = await findWorkflow(app, { id: run.workflowId, organizationId: run.organizationId });
  if (!workflow) throw new RunSuperseded(run);
  checkRun(app, run, workflow);
  return workflow;
}

/** Puts a workflow on record with its run, which nobody has begun yet. */
export async function insertWorkflow(
  tx: Tx,
  {
    prefix,
    clientName,
    industry,
    at,
    ...run
  }: {
    kind: WorkflowKind;
    /** What its readable id begins with. */
    prefix: string;
    organizationId: string;
    createdById: string;
    engine: string;
    clientName: string;
    industry: string | null;
    at: Date;
  },
): Promise<Workflow> {
  const id = newId();
  const life = await tx.run.create({ data: { ...run, id, reference: readableId(prefix, at) } });
  const { organizationId } = run;
  const details = await tx.workflow.create({ data: { id, organizationId, clientName, industry } });
  return workflowOf({ ...details, run: life });
}
