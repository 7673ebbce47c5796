import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { conflict } from '../platform/errors.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { changeItem, type LockedItem, touched } from './change-item.js';
import { beginIngestion, ingestNow, targetOf } from './ingestion/index.js';
import { checkRevision } from './update-knowledge.js';

/**
 * Ingests the version that FAILED once more.
 * @returns its id
 * @throws {DomainError} not-found; conflict where it has not failed
 */
export async function retryKnowledge(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'knowledge.edit');
  const which = { id, organizationId: actor.organizationId };
  const { run, after } = await changeItem(app, which, async (tx, item) => {
    checkRevision(item, expectedVersion);
    refuseUnlessFailed(item);
    const { data, run } = await beginIngestion(tx, app, item, targetOf(item));
    await recordAudit(tx, actor, {
      action: 'knowledge.retried',
      subjectType: 'knowledge',
      subjectId: id,
      details: { version: targetOf(item) },
    });
    return { data: { ...data, ...touched(app) }, result: { run, after: item.lastEvent } };
  });
  await ingestNow(app, run, after);
  return id;
}

function refuseUnlessFailed({ state }: LockedItem): void {
  if (state !== 'FAILED')
    throw conflict(
      `The item is ${state}; only one that FAILED can be retried. To cut it anew, re-ingest it.`,
    );
}
