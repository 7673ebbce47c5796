import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { notFound } from '../platform/errors.js';

/**
 * Takes an item out of the knowledge base: it is found no more. Answers that quoted it keep their quotes.
 * @throws {DomainError} not-found, also for one that was deleted before
 */
export async function deleteKnowledge(app: App, actor: Actor, id: string): Promise<string> {
  await app.db.$transaction(async (tx) => {
    const where = { id, organizationId: actor.organizationId, deletedAt: null };
    const { count } = await tx.knowledgeItem.updateMany({ where, data: { deletedAt: app.clock() } });
    if (!count) throw notFound('The knowledge item');
    const { title } = await tx.knowledgeItem.findUniqueOrThrow({ where: { id } });
    await recordAudit(tx, actor, {
      action: 'knowledge.deleted',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title },
    });
  });
  return id;
}
