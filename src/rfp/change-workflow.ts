import type { Prisma, Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/db.js';
import { notFound } from '../platform/errors.js';
import { WORKFLOW_CHANNEL } from '../platform/wakeups.js';
import type { WorkflowChange } from './events.js';
import { progressOf, storyState } from './states.js';

export interface Decision<T> {
  /** Columns of the workflow row to change; `state` brings its event by itself. */
  data?: Prisma.WorkflowUncheckedUpdateInput & { state?: Workflow['state'] };
  /** What to announce, after the change of state. */
  events?: WorkflowChange[];
  result: T;
}

/**
 * The only way a workflow changes. One transaction locks its row, lets `decide` look and write, updates the
 * row, numbers and stores the events, and notifies. The lock makes numbers gapless and decisions serial.
 *
 * @throws {DomainError} not-found where the organization has no such workflow
 */
export function changeWorkflow<T>(
  app: App,
  where: { organizationId: string } & ({ id: string } | { reference: string }),
  decide: (tx: Tx, workflow: Workflow) => Promise<Decision<T>>,
): Promise<T> {
  return app.db.$transaction(async (tx) => {
    const workflow = await lockWorkflow(tx, where);
    const { data = {}, events = [], result } = await decide(tx, workflow);
    const all: WorkflowChange[] =
      data.state && data.state !== workflow.state
        ? [{ kind: 'state-changed', from: workflow.state, to: data.state }, ...events]
        : events;
    if (all.length || Object.keys(data).length) await commit(tx, workflow, data, all, app.clock());
    return result;
  });
}

async function lockWorkflow(
  tx: Tx,
  where: { organizationId: string } & ({ id: string } | { reference: string }),
): Promise<Workflow> {
  const locked =
    'id' in where
      ? await tx.$queryRaw`SELECT id FROM workflow WHERE id = ${where.id}::uuid FOR UPDATE`
      : await tx.$queryRaw`SELECT id FROM workflow WHERE reference = ${where.reference} FOR UPDATE`;
  const workflow = (locked as unknown[]).length ? await tx.workflow.findFirst({ where }) : null;
  if (!workflow) throw notFound('reference' in where ? `Workflow ${where.reference}` : 'The workflow');
  return workflow;
}

async function commit(
  tx: Tx,
  workflow: Workflow,
  data: Prisma.WorkflowUncheckedUpdateInput,
  changes: WorkflowChange[],
  at: Date,
): Promise<void> {
  const version = workflow.version + changes.length;
  // A change that is not announced must not show: responses are kept until the next event.
  const updatedAt = changes.length ? at : workflow.updatedAt;
  await tx.workflow.update({
    where: { id: workflow.id },
    data: { ...data, version, percent: percentAfter(workflow, data), updatedAt },
    select: { id: true },
  });
  if (!changes.length) return;
  await tx.workflowEvent.createMany({
    data: changes.map(({ kind, ...payload }, i) => ({
      workflowId: workflow.id,
      organizationId: workflow.organizationId,
      sequence: workflow.version + i + 1,
      kind,
      payload,
      at,
    })),
  });
  // Delivered at commit, and only then.
  await tx.$executeRaw`SELECT pg_notify(${WORKFLOW_CHANNEL}, ${`${workflow.id} ${version}`})`;
}

/** Percent never goes back, whatever is retried. */
function percentAfter(before: Workflow, data: Prisma.WorkflowUncheckedUpdateInput): number {
  const after = { ...before, ...data } as Workflow;
  const answered = after.questionsTotal ? (after.questionsAnswered ?? 0) / after.questionsTotal : 0;
  const position = { state: storyState(after), resumeState: null };
  return Math.max(before.percent, progressOf(position, Math.min(1, answered)).percent);
}
