import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { notFound } from '../platform/errors.js';
import { WORKFLOW_CHANNEL } from '../platform/events/wakeups.js';
import type { WorkflowChange } from './events.js';
import { progressOf, storyState } from './states.js';

/** New values of columns of the workflow row; counters may be moved. */
type WorkflowData = {
  [Field in keyof Workflow]?:
    | Workflow[Field]
    | (Workflow[Field] extends number ? { increment: number } : never);
};

export interface Decision<T> {
  /** Columns of the workflow row to change; `state` brings its event by itself. */
  data?: WorkflowData;
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

/** Changes the row, numbers and stores the events, and notifies, in one statement. */
async function commit(
  tx: Tx,
  workflow: Workflow,
  data: WorkflowData,
  changes: WorkflowChange[],
  at: Date,
): Promise<void> {
  const version = workflow.version + changes.length;
  // A change without an event must not show: responses to polls are kept until the next event.
  const updatedAt = changes.length ? at : workflow.updatedAt;
  const { set, values } = assignments({ ...data, version, percent: percentAfter(workflow, data), updatedAt });
  const kinds = changes.map(({ kind }) => kind);
  const payloads = changes.map(({ kind: _, ...payload }) => JSON.stringify(payload));
  // The notification is delivered at commit, and only then.
  await tx.$executeRawUnsafe(
    `WITH changed AS (
       UPDATE workflow SET ${set} WHERE id = $1::uuid RETURNING id
     ), event AS (
       INSERT INTO workflow_event (workflow_id, organization_id, sequence, kind, payload, at)
       SELECT $1::uuid, $2::uuid, $3::int + n, kind, payload::jsonb, $4::timestamptz
       FROM unnest($5::text[], $6::text[]) WITH ORDINALITY AS change(kind, payload, n)
       RETURNING sequence
     )
     SELECT pg_notify('${WORKFLOW_CHANNEL}', $1 || ' ' || $7) FROM changed, (SELECT count(*) AS events FROM event) AS written
     WHERE written.events > 0`,
    workflow.id,
    workflow.organizationId,
    workflow.version,
    at,
    kinds,
    payloads,
    String(version),
    ...values,
  );
}

const FIRST_VALUE = 8;

/** Columns and values of an update, from the eighth parameter on. Columns are the fields in snake case. */
function assignments(data: Record<string, unknown>): { set: string; values: unknown[] } {
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  const set = given.map(([field, value], i) => {
    const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `${column} = ${isIncrement(value) ? `${column} + ` : ''}$${FIRST_VALUE + i}`;
  });
  return {
    set: set.join(', '),
    values: given.map(([, value]) => (isIncrement(value) ? value.increment : value)),
  };
}

const isIncrement = (value: unknown): value is { increment: number } =>
  typeof value === 'object' && value !== null && 'increment' in value;

/** Percent never goes back, whatever is retried. */
function percentAfter(before: Workflow, data: WorkflowData): number {
  const after = { ...before, ...data } as Workflow;
  const answered = after.questionsTotal ? (after.questionsAnswered ?? 0) / after.questionsTotal : 0;
  const position = { kind: before.kind, state: storyState(after), resumeState: null };
  return Math.max(before.percent, progressOf(position, Math.min(1, answered)).percent);
}
