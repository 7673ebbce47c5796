import type { Tx } from '../platform/db.js';
import { KNOWLEDGE_CHANNEL } from '../platform/wakeups.js';
import type { KnowledgeChange } from './events.js';

/**
 * Numbers and stores the events of an item, and notifies at commit. The organization's count is locked from here to the
 * end of the transaction: make it the last statement.
 *
 * @param before sequence of the item's last event, read under the lock of its row
 */
export async function writeEvents(
  tx: Tx,
  item: { id: string; organizationId: string },
  before: number,
  changes: readonly KnowledgeChange[],
  at: Date,
): Promise<void> {
  if (!changes.length) return;
  const kinds = changes.map(({ kind }) => kind);
  const payloads = changes.map(({ kind: _, ...payload }) => JSON.stringify(payload));
  await tx.$executeRaw`
    WITH count AS (
      INSERT INTO knowledge_event_count AS c (organization_id, last) VALUES (${item.organizationId}::uuid, ${changes.length}::int)
      ON CONFLICT (organization_id) DO UPDATE SET last = c.last + ${changes.length}::int
      RETURNING last
    ), event AS (
      INSERT INTO knowledge_event (organization_id, sequence, item_id, item_sequence, kind, payload, at)
      SELECT ${item.organizationId}::uuid, count.last - ${changes.length}::int + n, ${item.id}::uuid, ${before}::int + n, kind, payload::jsonb, ${at}
      FROM count, unnest(${kinds}::text[], ${payloads}::text[]) WITH ORDINALITY AS change(kind, payload, n)
      RETURNING sequence
    )
    SELECT pg_notify(${KNOWLEDGE_CHANNEL}, ${`${item.id} `} || last), pg_notify(${KNOWLEDGE_CHANNEL}, ${`${item.organizationId} `} || last)
    FROM (SELECT max(sequence) AS last FROM event) AS written`;
}
