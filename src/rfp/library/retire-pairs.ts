import type { Actor } from '../../identity/index.js';
import { type ItemEvents, removePairs, writeEventsOfAll } from '../../knowledge/index.js';
import type { Tx } from '../../platform/database/db.js';

/**
 * The approval of an answer has ended: what the library has from it is no longer approved. A pair that was made from it
 * goes, unless another approved answer has confirmed it; one that was there before it stays. The record of where it
 * came from is kept. Call it under the lock of the workflow.
 */
export async function retirePairs(tx: Tx, actor: Actor, answerId: string, at: Date): Promise<void> {
  await writeEventsOfAll(tx, actor.organizationId, await endProvenance(tx, actor, [answerId], at), at);
}

/** The same for several answers, of which another text may have been approved. @returns events for the caller to write */
export async function endProvenance(
  tx: Tx,
  actor: Actor,
  answerIds: string[],
  at: Date,
): Promise<ItemEvents[]> {
  const ended = await tx.pairProvenance.updateManyAndReturn({
    where: { answerId: { in: answerIds }, organizationId: actor.organizationId, endedAt: null },
    data: { endedAt: at },
    select: { itemId: true },
  });
  if (ended.length === 0) return [];
  const orphans = await tx.knowledgeItem.findMany({
    where: {
      id: { in: ended.map(({ itemId }) => itemId) },
      provenance: { some: { isOrigin: true }, none: { endedAt: null } },
    },
    select: { id: true },
  });
  return removePairs(
    tx,
    actor,
    orphans.map(({ id }) => id),
    at,
  );
}
