import { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { notFound } from '../platform/errors.js';
import type { Change } from './event-types.js';
import type { KindName } from './kind.js';
import { progressOf } from './life.js';
import type { RunRow } from './run-types.js';
import { FIRST_OWN, writeEvents } from './write-events.js';

/** New values of columns; counters may be moved. */
type ColumnsOf<Row> = {
  [Field in keyof Row]?: Row[Field] | (Row[Field] extends number ? { increment: number } : never);
};

/**
 * A table that has, by their ids, what runs of some kinds have besides their life. It is locked, read and written with
 * them.
 * @param Row a run with the columns of the table
 */
export interface Details<Row extends RunRow> {
  table: string;
  /** Names of its columns, which are those of no run. */
  columns: readonly Exclude<keyof Row, keyof RunRow>[];
  /** Of a transaction that changes such a run; left out where none writes much. */
  timeoutMs?: number;
}

export interface Decision<T, Row = RunRow> {
  /** Columns to change, of the run and of its details; `state` brings its event by itself. */
  data?: ColumnsOf<Row>;
  /** How much of what its state has to do is done by now, 0 to 1; left out where that has not changed. */
  share?: number;
  /** What to announce, after the change of state. */
  events?: readonly Change[];
  result: T;
}

/** A run by either of its ids, always within its organization. */
export type WhichRun = { organizationId: string } & ({ id: string } | { reference: string });

/**
 * The only way a run changes. One transaction locks its row, lets `decide` look and write, updates the row, numbers and
 * stores the events, and notifies. The lock makes numbers gapless and decisions serial.
 *
 * @param details null for a run of a kind that has no such table
 * @throws {DomainError} not-found where the organization has no such run, or it has no such details
 */
export function changeRun<T, Row extends RunRow>(
  app: Pick<App, 'db' | 'clock' | 'kinds'>,
  details: Details<Row> | null,
  which: WhichRun,
  decide: (tx: Tx, run: Row) => Promise<Decision<T, Row>>,
): Promise<T> {
  const change = async (tx: Tx): Promise<T> => {
    const run = await lockRun(tx, details, which);
    const { data = {}, share = 0, events = [], result } = await decide(tx, run);
    const { state = run.state } = data as Partial<RunRow>;
    const all =
      state === run.state ? events : [{ kind: 'state-changed', from: run.state, to: state }, ...events];
    if (!all.length && !Object.keys(data).length) return result;
    const kind = app.kinds[run.kind as KindName];
    const progress = progressOf(kind, { ...run, ...data } as RunRow, share);
    // Percent never goes back, whatever is retried.
    const percent = Math.max(run.percent, progress.percent);
    const at = app.clock();
    await commit(tx, details, run, { ...data, percent }, all, at, !kind.announce);
    if (all.length) await kind.announce?.(tx, run, all, at);
    return result;
  };
  return app.db.$transaction(change, details?.timeoutMs ? { timeout: details.timeoutMs } : {});
}

/** Locks the rows and reads them, in one statement. */
async function lockRun<Row extends RunRow>(
  tx: Tx,
  details: Details<Row> | null,
  which: WhichRun,
): Promise<Row> {
  const [column, value] = 'id' in which ? ['id', which.id] : ['reference', which.reference];
  const { table } = details ?? {};
  const more = (details?.columns ?? []).map((field) => `, ${table}.${columnOf(String(field))}`).join('');
  // Every table is locked: what was joined without would be as it was before the wait for the lock.
  const [row] = await tx.$queryRawUnsafe<Record<string, unknown>[]>(
    `SELECT run.*${more} FROM run${table ? ` JOIN ${table} ON ${table}.id = run.id` : ''}
     WHERE run.${column} = $1${column === 'id' ? '::uuid' : ''} AND run.organization_id = $2::uuid FOR UPDATE`,
    value,
    which.organizationId,
  );
  if (!row) throw notFound('reference' in which ? `Workflow ${which.reference}` : 'The workflow');
  return rowOf<Row>(row);
}

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns are the fields in snake case, see prisma/schema/runs.prisma. */
const rowOf = <Row>(row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Row;

/**
 * Changes the rows, numbers and stores the events, and notifies, in one statement.
 * @param own whether the events are the run's own
 */
async function commit(
  tx: Tx,
  details: Details<never> | null,
  run: RunRow,
  data: Record<string, unknown>,
  changes: readonly Change[],
  at: Date,
  own: boolean,
): Promise<void> {
  const version = run.version + changes.length;
  // A change without an event must not show: responses to polls are kept until the next event.
  const updatedAt = changes.length ? at : run.updatedAt;
  const given = Object.entries({ ...data, version, updatedAt }).filter(([, value]) => value !== undefined);
  const values: unknown[] = [];
  // The id comes first among the parameters that are ours.
  const writes = own && changes.length > 0;
  const first = writes ? FIRST_OWN : 1;
  const update = (table: string, isOwn: (field: string) => boolean) => {
    const set = given
      .filter(([field]) => isOwn(field))
      .map(([field, value]) => {
        const column = columnOf(field);
        const n = first + values.push(isIncrement(value) ? value.increment : value);
        return `${column} = ${isIncrement(value) ? `${column} + ` : ''}$${n}`;
      });
    return set.length
      ? `UPDATE ${table} SET ${set.join(', ')} WHERE id = $${first}::uuid RETURNING id`
      : null;
  };
  const isOfRun = (field: string) => field in Prisma.RunScalarFieldEnum;
  const changed = update('run', isOfRun);
  const detailed = details && update(details.table, (field) => !isOfRun(field));
  const updates = [`changed AS (${changed})`, ...(detailed ? [`detailed AS (${detailed})`] : [])];
  if (!writes) {
    const text = `WITH ${updates.join(', ')} SELECT FROM changed`;
    await tx.$executeRawUnsafe(text, run.id, ...values);
    return;
  }
  const { organizationId, id, version: before } = run;
  const alongside = { with: updates.map((each) => `${each}, `).join(''), values: [id, ...values] };
  const subject = { organizationId, type: run.kind as KindName };
  await writeEvents(tx, subject, [{ id, before, changes }], at, alongside);
}

const isIncrement = (value: unknown): value is { increment: number } =>
  typeof value === 'object' && value !== null && 'increment' in value;
