import type { Tx } from '../platform/database/db.js';
import { KNOWLEDGE_CHANNEL } from '../platform/events/wakeups.js';
import type { KnowledgeChange } from './events.js';

/** Events of one item that are to be written. */
export interface ItemEvents {
  id: string;
  /** Sequence of the item's last event, read under the lock of its row. */
  before: number;
  changes: readonly KnowledgeChange[];
}

/**
 * Numbers and stores the events of an item, and notifies at commit. The organization's count is locked from here to the
 * end of the transaction: make it the last statement.
 *
 * @param before sequence of the item's last event, read under the lock of its row
 */
export const writeEvents = (
  tx: Tx,
  { id, organizationId }: { id: string; organizationId: string },
  before: number,
  changes: readonly KnowledgeChange[],
  at: Date,
): Promise<void> => writeEventsOfAll(tx, organizationId, [{ id, before, changes }], at);

/** The same for several items of one organization. */
export async function writeEventsOfAll(
  tx: Tx,
  organizationId: string,
  items: readonly ItemEvents[],
  at: Date,
): Promise<void> {
  const rows = items.flatMap(({ id, before, changes }) =>
    changes.map(({ kind, ...payload }, i) => ({
      id,
      sequence: before + i + 1,
      kind,
      payload: JSON.stringify(payload),
    })),
  );
  if (!rows.length) return;
  const ids = rows.map(({ id }) => id);
  const sequences = rows.map(({ sequence }) => sequence);
  const kinds = rows.map(({ kind }) => kind);
  const payloads = rows.map(({ payload }) => payload);
  await tx.$executeRaw`
    WITH count AS (
      INSERT INTO knowledge_event_count AS c (organization_id, last) VALUES (${organizationId}::uuid, ${rows.length}::int)
      ON CONFLICT (organization_id) DO UPDATE SET last = c.last + ${rows.length}::int
      RETURNING last
    ), event AS (
      INSERT INTO knowledge_event (organization_id, sequence, item_id, item_sequence, kind, payload, at)
      SELECT ${organizationId}::uuid, count.last - ${rows.length}::int + n, item_id, item_sequence, kind, payload::jsonb, ${at}
      FROM count, unnest(${ids}::uuid[], ${sequences}::int[], ${kinds}::text[], ${payloads}::text[])
        WITH ORDINALITY AS change(item_id, item_sequence, kind, payload, n)
      RETURNING sequence, item_id
    ), woken AS (
      SELECT item_id::text AS id, max(sequence) AS last FROM event GROUP BY item_id
      UNION ALL SELECT ${organizationId}, max(sequence) FROM event
    )
    SELECT pg_notify(${KNOWLEDGE_CHANNEL}, id || ' ' || last) FROM woken`;
}
