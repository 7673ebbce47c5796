import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { conflict } from '../platform/errors.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { changeItem, touched } from './change-item.js';
import { beginIngestion, ingestNow, targetOf } from './ingestion/index.js';
import { findSame } from './same-content.js';
import { checkRevision } from './update-knowledge.js';

/**
 * Takes back a deletion: the item is found again. An ingestion that the deletion stopped begins anew. Does nothing to an
 * item that is there.
 * @returns its id
 * @throws {DomainError} not-found; conflict where the same content has been added again meanwhile
 */
export async function restoreKnowledge(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'knowledge.delete');
  const { organizationId } = actor;
  const order = await changeItem(app, { id, organizationId, deleted: true }, async (tx, item) => {
    checkRevision(item, expectedVersion);
    if (!item.deletedAt) return { result: null };
    const same = await findSame(tx, organizationId, item.kind, item.contentHash);
    if (same)
      throw conflict(
        `"${same.title}" holds the same content by now. Delete that item first, or go on with it.`,
      );
    const begun = item.state === 'INGESTING' ? await beginIngestion(tx, app, item, targetOf(item)) : null;
    await recordAudit(tx, actor, {
      action: 'knowledge.restored',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title },
    });
    return {
      data: { ...begun?.data, deletedAt: null, ...touched(app) },
      events: [{ kind: 'changed', change: 'RESTORED' }],
      result: begun && { run: begun.run, after: item.lastEvent },
    };
  });
  if (order) await ingestNow(app, order.run, order.after);
  return id;
}
