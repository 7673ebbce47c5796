import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { forgetQuoted } from '../models/index.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { stopSoon } from '../runs/index.js';
import { changeItem, touched } from './change-item.js';
import { cancelIngestion, runOf } from './ingestion/index.js';
import { checkRevision } from './update-knowledge.js';
import { countUsages } from './usages.js';

/**
 * Takes an item out of the knowledge base: it is found no more, and its ingestion stops. Answers that quoted it keep their
 * quotes; it can be restored.
 * @returns its id
 * @throws {DomainError} not-found, also for one that was deleted before; conflict for another revision than expected
 */
export async function deleteKnowledge(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'knowledge.delete');
  const which = { id, organizationId: actor.organizationId };
  const count = await countUsages(app, id);
  const running = await changeItem(app, which, async (tx, item) => {
    checkRevision(item, expectedVersion);
    await forgetQuoted(tx, [id]);
    await recordAudit(tx, actor, {
      action: 'knowledge.deleted',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title, ...count },
      before: {
        kind: item.kind,
        title: item.title,
        source: item.source,
        tags: item.tags,
        version: item.version,
        contentHash: item.contentHash,
      },
    });
    const isIngesting = item.state === 'INGESTING';
    if (isIngesting) await cancelIngestion(tx, item);
    return {
      data: { deletedAt: app.clock(), ...touched(app) },
      events: [{ kind: 'changed', change: 'DELETED' }],
      result: isIngesting ? runOf(item) : null,
    };
  });
  // The row has stopped the run already: it can commit nothing more. This spares what is still in flight.
  if (running) await stopSoon(app, running.reference);
  return id;
}
