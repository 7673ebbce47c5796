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

/** A workflow by either of its ids, always within its organization. */
type WhichWorkflow = { organizationId: string } & ({ id: string } | { reference: string });

/**
 * The only way a workflow changes. One transaction locks its row, lets `decide` look and write, updates the
 * row, numbers and stores the events, and notifies. The lock makes numbers gapless and decisions serial.
 *
 * @throws {DomainError} not-found where the organization has no such workflow
 */
export function changeWorkflow<T>(
  app: App,
  where: WhichWorkflow,
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

/** Locks the row and reads it, in one statement. */
async function lockWorkflow(tx: Tx, where: WhichWorkflow): Promise<Workflow> {
  const { organizationId } = where;
  const [row] =
    'id' in where
      ? await tx.$queryRaw<Row[]>`
          SELECT * FROM workflow WHERE id = ${where.id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`
      : await tx.$queryRaw<Row[]>`
          SELECT * FROM workflow WHERE reference = ${where.reference} AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  if (!row) throw notFound('reference' in where ? `Workflow ${where.reference}` : 'The workflow');
  return workflowOf(row);
}

type Row = Record<string, unknown>;

/** Columns are the fields in snake case, see prisma/schema/rfp.prisma. */
const workflowOf = (row: Row): Workflow =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Workflow;

async function commit(
  tx: Tx,
  workflow: Workflow,
  data: Prisma.WorkflowUncheckedUpdateInput,
  changes: WorkflowChange[],
  at: Date,
): Promise<void> {
  const version = workflow.version + changes.length;
  // A change without an event must not show: responses to polls are kept until the next event.
  const updatedAt = changes.length ? at : workflow.updatedAt;
  await tx.workflow.update({
    where: { id: workflow.id },
    data: { ...data, version, percent: percentAfter(workflow, data), updatedAt },
    select: { id: true },
  });
  if (!changes.length) return;
  const kinds = changes.map(({ kind }) => kind);
  const payloads = changes.map(({ kind: _, ...payload }) => JSON.stringify(payload));
  // The notification is delivered at commit, and only then.
  await tx.$executeRaw`
    WITH event AS (
      INSERT INTO workflow_event (workflow_id, organization_id, sequence, kind, payload, at)
      SELECT ${workflow.id}::uuid, ${workflow.organizationId}::uuid, ${workflow.version}::int + n, kind, payload::jsonb, ${at}
      FROM unnest(${kinds}::text[], ${payloads}::text[]) WITH ORDINALITY AS change(kind, payload, n)
      RETURNING sequence
    )
    SELECT pg_notify(${WORKFLOW_CHANNEL}, ${`${workflow.id} ${version}`}) FROM (SELECT count(*) FROM event) AS written`;
}

/** Percent never goes back, whatever is retried. */
function percentAfter(before: Workflow, data: Prisma.WorkflowUncheckedUpdateInput): number {
  const after = { ...before, ...data } as Workflow;
  const answered = after.questionsTotal ? (after.questionsAnswered ?? 0) / after.questionsTotal : 0;
  const position = { kind: before.kind, state: storyState(after), resumeState: null };
  return Math.max(before.percent, progressOf(position, Math.min(1, answered)).percent);
}
