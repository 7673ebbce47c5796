import { recordAudits } from '../../audit/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/db.js';

/**
 * The approval of an answer has ended, or another text of it was approved: what the library has from it is no longer
 * approved. A pair that was made from it goes, unless another approved answer has confirmed it; one that was there
 * before it stays. The record of where it came from is kept. Call it under the lock of the workflow.
 */
export async function retirePairs(
  tx: Tx,
  actor: Actor,
  answerIds: string | string[],
  at: Date,
): Promise<void> {
  const ended = await tx.pairProvenance.updateManyAndReturn({
    where: { answerId: { in: [answerIds].flat() }, organizationId: actor.organizationId, endedAt: null },
    data: { endedAt: at },
    select: { itemId: true },
  });
  if (ended.length === 0) return;
  const gone = await tx.knowledgeItem.updateManyAndReturn({
    where: {
      id: { in: ended.map(({ itemId }) => itemId) },
      deletedAt: null,
      provenance: { some: { isOrigin: true }, none: { endedAt: null } },
    },
    data: { deletedAt: at },
    select: { id: true, title: true },
  });
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
}
