import type { Tx } from '../platform/database/db.js';
import { EVENT_CHANNEL } from '../platform/events/wakeups.js';
import type { Change, SubjectName } from './event-types.js';

/** Events of one subject that are to be written. */
export interface SubjectEvents {
  id: string;
  /** Sequence of the subject's last event, read under the lock of its row. */
  before: number;
  changes: readonly Change[];
}

/** Statements that are to be done in the same round trip; parameters from `FIRST_OWN` on. */
export interface Alongside {
  /** Common table expressions, each with a comma behind it. */
  with: string;
  values: readonly unknown[];
}

/** The first parameter that statements alongside may use. */
export const FIRST_OWN = 9;

/**
 * Numbers and stores the events of subjects of one type, and notifies at commit. Each event has three numbers without
 * gaps: within its subject, within the organization's events of its type, within all of the organization's.
 *
 * The organization's count is locked from here to the end of the transaction, so that the last two are given in the order
 * of commit: who has seen a position has seen all before it. Make it the last statement that may have to wait.
 */
export async function writeEvents(
  tx: Tx,
  { organizationId, type }: { organizationId: string; type: SubjectName },
  subjects: readonly SubjectEvents[],
  at: Date,
  alongside: Alongside = { with: '', values: [] },
): Promise<void> {
  const rows = subjects.flatMap(({ id, before, changes }) =>
    changes.map(({ kind, ...payload }, i) => ({ id, sequence: before + i + 1, kind, payload })),
  );
  if (!rows.length) return;
  // The notification is delivered at commit, and only then.
  await tx.$executeRawUnsafe(
    `WITH ${alongside.with} counted AS (
       INSERT INTO event_count AS c (organization_id, subject_type, last)
       VALUES ($1::uuid, '', $3::bigint), ($1::uuid, $2, $3::bigint)
       ON CONFLICT (organization_id, subject_type) DO UPDATE SET last = c.last + EXCLUDED.last
       RETURNING subject_type, last
     ), written AS (
       INSERT INTO event (organization_id, position, subject_type, type_sequence, subject_id, sequence, kind, payload, at)
       SELECT $1::uuid, whole.last - $3::bigint + n, $2, own.last - $3::bigint + n, id, sequence, kind, payload::jsonb, $4::timestamptz
       FROM unnest($5::uuid[], $6::int[], $7::text[], $8::text[]) WITH ORDINALITY AS change(id, sequence, kind, payload, n),
         (SELECT last FROM counted WHERE subject_type = '') AS whole,
         (SELECT last FROM counted WHERE subject_type <> '') AS own
       RETURNING subject_id, sequence, position
     )
     SELECT pg_notify('${EVENT_CHANNEL}', woken) FROM (
       SELECT subject_id || ' ' || max(sequence) AS woken FROM written GROUP BY subject_id
       UNION ALL SELECT $1 || ' ' || max(position) FROM written
     ) AS those`,
    organizationId,
    type,
    rows.length,
    at,
    rows.map(({ id }) => id),
    rows.map(({ sequence }) => sequence),
    rows.map(({ kind }) => kind),
    rows.map(({ payload }) => JSON.stringify(payload)),
    ...alongside.values,
  );
}
