import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { forgetSources } from '../../sources/index.js';
import { type LockedItem, lockItem, writeItem } from '../change-item.js';
import type { KnowledgeChange } from '../events.js';
import { writeEvents } from '../write-events.js';
import { settleIngestion } from './begin.js';

/**
 * Takes back what a refused file began: a new item goes, with its file; one that had a version before is as it was.
 * Does nothing where somebody else did so, or has begun something new.
 */
export async function takeBackRefused(app: App, actor: Actor, run: Run): Promise<void> {
  const { workflowId: id, organizationId } = run;
  const takeBack = async (tx: Tx): Promise<string[]> => {
    const item = await lockItem(tx, { id, organizationId });
    if (!hasFailed(item, run)) return [];
    const events: KnowledgeChange[] = [{ kind: 'changed', change: 'REFUSED' }];
    if (item.version > 0) {
      const { data, result } = await backToFormer(tx, item);
      await writeItem(tx, item, { data, events }, app.clock());
      return result;
    }
    const keys = await forgetVersion(tx, id, targetOf(item), async () => {
      await tx.run.delete({ where: { id } });
      await tx.knowledgeItem.delete({ where: { id } });
    });
    await recordAudit(tx, actor, {
      action: 'knowledge.refused',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title, code: item.ingestion?.run.failureCode ?? '' },
    });
    await writeEvents(tx, item, item.lastEvent, events, app.clock());
    return keys;
  };
  const removed = await app.db.$transaction(takeBack).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'not-found') return [];
    throw error;
  });
  for (const key of removed) await app.storage.remove(key);
}

/** Whether this attempt is the one that has failed. */
const hasFailed = ({ state, ingestion }: LockedItem, { attempt }: Run) =>
  state === 'FAILED' && ingestion?.run.attempt === attempt;

/** The version that an item is to have: of a document, the one that its latest ingestion is about. */
export const targetOf = ({ version, ingestion }: LockedItem): number => ingestion?.targetVersion ?? version;

/** What makes an item speak of the version in use again; a version that never came into use goes. */
export async function backToFormer(tx: Tx, item: LockedItem) {
  const keys = await forgetUnused(tx, item);
  await settleIngestion(tx, item);
  const former = await tx.knowledgeVersion.findUnique({
    where: { itemId_version: { itemId: item.id, version: item.version } },
  });
  const data = { state: 'READY', ...(former && { contentHash: former.contentHash }) } as const;
  return { data, result: keys };
}

/** A version that never came into use gives up its place and its number. */
export const forgetUnused = async (tx: Tx, item: LockedItem): Promise<string[]> =>
  targetOf(item) > item.version ? forgetVersion(tx, item.id, targetOf(item)) : [];

/** Takes a version off the record. Returns the storage keys of its file, to be removed once this is committed. */
async function forgetVersion(
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
