import { recordAudits } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { forgetQuoted } from '../models/index.js';
import type { Tx } from '../platform/database/db.js';
import type { ItemEvents } from './write-events.js';

/**
 * Takes pairs out of the answer library within a transaction of the caller; those that are out of it already stay so.
 * @returns the events of it, which the caller writes at the end of the transaction
 */
export async function removePairs(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  at: Date,
): Promise<ItemEvents[]> {
  const gone = await tx.knowledgeItem.updateManyAndReturn({
    where: { id: { in: [...ids] }, organizationId: actor.organizationId, kind: 'qa_pair', deletedAt: null },
    data: { deletedAt: at, updatedAt: at, revision: { increment: 1 }, lastEvent: { increment: 1 } },
    select: { id: true, title: true, lastEvent: true },
  });
  await forgetQuoted(
    tx,
    gone.map(({ id }) => id),
  );
  await recordAudits(
    tx,
    actor,
    gone.map(({ id, title }) => ({
      action: 'knowledge.deleted',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title },
    })),
  );
  return gone.map(({ id, lastEvent }) => ({
    id,
    before: lastEvent - 1,
    changes: [{ kind: 'changed', change: 'DELETED' }],
  }));
}
