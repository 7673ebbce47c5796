import type { App } from '../../app-types.js';
import { forgetQuoted } from '../../models/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { hasReached } from '../../runs/index.js';
import { forgetSources } from '../../sources/index.js';
import { type ItemData, type LockedItem, lockItem } from '../change-item.js';
import type { KnowledgeChange } from '../events.js';
import type { NewPassage } from '../passages.js';
import { ROWS_AT_ONCE, storePassages } from '../store-passages.js';
import { commitIngestion, further } from './ingestion.js';
import { knowledgeIngestion } from './ingestion-kind.js';

/**
 * Last step: the staged passages take the place of those that are searched, in one transaction; then what the version
 * before needed is cleared away.
 * @throws {RunSuperseded}
 */
export async function finishKnowledge(app: App, run: Run): Promise<void> {
  const { workflowId: id, organizationId } = run;
  await commitIngestion(app, run, async (_tx, now) =>
    hasReached(knowledgeIngestion, now, 'INDEXING') ? null : further(now, { state: 'INDEXING' }),
  );
  await commitIngestion(app, run, async (tx, now) => {
    if (now.state === 'READY') return null;
    const item = await lockItem(tx, { id, organizationId });
    const title = await nameAfterFile(tx, item, now.targetVersion);
    await forgetQuoted(tx, [item.id]);
    await tx.passage.deleteMany({ where: { itemId: item.id } });
    await moveStaged(tx, { ...item, ...title });
    const { fileId } = await tx.knowledgeVersion.findUniqueOrThrow({
      where: { itemId_version: { itemId: item.id, version: now.targetVersion } },
    });
    const { data, events } = inUse(app, item, now.targetVersion);
    // It was changed by no person.
    const { updatedAt } = item;
    await tx.knowledgeItem.update({ where: { id }, data: { ...data, ...title, fileId, updatedAt } });
    return { data: { state: 'READY', completedAt: app.clock() }, events };
  });
  await clearReplaced(app, id);
}

/** What the row of an item says when a version has come into use. */
export function inUse(
  app: App,
  item: LockedItem,
  version: number,
): { data: ItemData; events: KnowledgeChange[] } {
  const isNew = version !== item.version;
  return {
    data: { version, ...(isNew && { contentAt: app.clock() }) },
    events: isNew && item.version > 0 ? [{ kind: 'changed', change: 'REPLACED' }] : [],
  };
}

/** A title or source that was merely the name of the file before follows the new file's. */
async function nameAfterFile(
  tx: Tx,
  item: LockedItem,
  version: number,
): Promise<{ title: string; source: string }> {
  const { title, source } = item;
  if (item.version === 0 || version === item.version) return { title, source };
  const versions = await tx.knowledgeVersion.findMany({
    where: { itemId: item.id, version: { in: [item.version, version] } },
    orderBy: { version: 'asc' },
    select: { file: { select: { filename: true } } },
  });
  const [before, after] = versions.map(({ file }) => file?.filename);
  const follow = (name: string) => (after && name === before ? after : name);
  return { title: follow(title), source: follow(source) };
}

async function moveStaged(tx: Tx, item: { id: string; organizationId: string; title: string }) {
  const itemId = item.id;
  for (let from = 0; ; from += ROWS_AT_ONCE) {
    const rows = await tx.stagedPassage.findMany({
      where: { itemId, position: { gte: from, lt: from + ROWS_AT_ONCE } },
      orderBy: { position: 'asc' },
      select: { passage: true },
    });
    if (!rows.length) break;
    const passages = rows.map(({ passage }) => passage as unknown as NewPassage);
    await storePassages(tx, item, passages, from);
  }
  await tx.stagedPassage.deleteMany({ where: { itemId } });
}

/** Takes away the files and texts of versions that are no longer, and will not be, in use. Their record stays. */
export async function clearReplaced(app: App, itemId: string): Promise<void> {
  const item = await app.db.knowledgeItem.findUnique({ where: { id: itemId }, select: { version: true } });
  if (!item) return;
  const replaced = { itemId, version: { lt: item.version } };
  await app.db.knowledgeVersion.updateMany({
    where: { ...replaced, content: { not: null } },
    data: { content: null },
  });
  const files = await app.db.storedFile.findMany({
    where: { knowledgeVersions: { some: replaced } },
    select: { id: true, storageKey: true },
  });
  await forgetSources(
    app.db,
    files.map(({ id }) => id),
  );
  for (const { storageKey } of files) await app.storage.remove(storageKey);
}
