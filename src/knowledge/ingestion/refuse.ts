import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { IngestionRun } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { forgetSources } from '../../sources/index.js';
import { changeItem, lockItem } from '../change-item.js';
import { writeEvents } from '../write-events.js';
import { BEGUN } from './begin.js';

/**
 * Takes back what a refused file began: a new item goes, with its file; one that had a version before is as it was.
 * Does nothing where somebody else did so, or has begun something new.
 */
export async function takeBackRefused(app: App, actor: Actor, run: IngestionRun): Promise<void> {
  const { itemId: id, organizationId } = run;
  const item = await app.db.knowledgeItem.findFirst({
    where: { id, organizationId, attempt: run.attempt, state: 'FAILED', deletedAt: null },
  });
  if (!item) return;
  const removed = await (item.version === 0 ? removeItem(app, actor, run) : keepFormer(app, run)).catch(
    (error: unknown) => {
      if (error instanceof DomainError && error.kind === 'not-found') return [];
      throw error;
    },
  );
  for (const key of removed) await app.storage.remove(key);
}

function removeItem(app: App, actor: Actor, run: IngestionRun): Promise<string[]> {
  const { itemId: id, organizationId } = run;
  return app.db.$transaction(async (tx) => {
    const item = await lockItem(tx, { id, organizationId });
    if (item.attempt !== run.attempt || item.state !== 'FAILED') return [];
    const keys = await forgetVersion(tx, id, item.targetVersion, async () => {
      await tx.knowledgeItem.delete({ where: { id } });
    });
    await recordAudit(tx, actor, {
      action: 'knowledge.refused',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title, code: item.failureCode ?? '' },
    });
    await writeEvents(tx, item, item.lastEvent, [{ kind: 'changed', change: 'REFUSED' }], app.clock());
    return keys;
  });
}

function keepFormer(app: App, run: IngestionRun): Promise<string[]> {
  const which = { id: run.itemId, organizationId: run.organizationId };
  return changeItem(app, which, async (tx, item) => {
    if (item.attempt !== run.attempt || item.state !== 'FAILED' || item.targetVersion === item.version)
      return { result: [] };
    return { ...(await backToFormer(tx, item)), events: [{ kind: 'changed', change: 'REFUSED' }] };
  });
}

/** What makes an item speak of the version in use again; a version that never came into use goes. */
export async function backToFormer(tx: Tx, item: { id: string; version: number; targetVersion: number }) {
  const keys = item.targetVersion > item.version ? await forgetVersion(tx, item.id, item.targetVersion) : [];
  const former = await tx.knowledgeVersion.findUnique({
    where: { itemId_version: { itemId: item.id, version: item.version } },
  });
  const data = {
    ...BEGUN,
    state: 'READY',
    step: 'DONE',
    targetVersion: item.version,
    ...(former && { contentHash: former.contentHash }),
  } as const;
  return { data, result: keys };
}

/** Takes a version off the record. Returns the storage keys of its file, to be removed once this is committed. */
export async function forgetVersion(
  tx: Tx,
  itemId: string,
  version: number,
  afterwards: () => Promise<void> = async () => {},
): Promise<string[]> {
  const file = await tx.storedFile.findFirst({
    where: { knowledgeVersions: { some: { itemId, version } } },
    select: { id: true, storageKey: true },
  });
  await tx.knowledgeVersion.deleteMany({ where: { itemId, version } });
  await afterwards();
  if (!file) return [];
  await forgetSources(tx, [file.id]);
  await tx.storedFile.delete({ where: { id: file.id } });
  return [file.storageKey];
}
