import type { KnowledgeItem } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { forgetQuoted } from '../../models/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { IngestionRun } from '../../platform/durable.js';
import { forgetSources } from '../../sources/index.js';
import type { ItemData } from '../change-item.js';
import type { KnowledgeChange } from '../events.js';
import type { NewPassage } from '../passages.js';
import { progressOf } from '../progress.js';
import { ROWS_AT_ONCE, storePassages } from '../store-passages.js';
import { changeRun } from './run.js';

/**
 * Last step: the staged passages take the place of those that are searched, in one transaction; then what the version
 * before needed is cleared away.
 * @throws {IngestionSuperseded}
 */
export async function finishKnowledge(app: App, run: IngestionRun): Promise<void> {
  await changeRun(app, run, async (_tx, item) => {
    if (item.step === 'INDEXING') return {};
    const data = { step: 'INDEXING' };
    return { data, events: [{ kind: 'progress', ...progressOf({ ...item, ...data }) }] };
  });
  await changeRun(app, run, async (tx, item) => {
    const title = await nameAfterFile(tx, item);
    await forgetQuoted(tx, [item.id]);
    await tx.passage.deleteMany({ where: { itemId: item.id } });
    await moveStaged(tx, { ...item, ...title });
    const { fileId } = await tx.knowledgeVersion.findUniqueOrThrow({
      where: { itemId_version: { itemId: item.id, version: item.targetVersion } },
    });
    return { ...inUse(app, item), data: { ...inUse(app, item).data, ...title, fileId } };
  });
  await clearReplaced(app, run.itemId);
}

/** What the row of an item says when its target version has come into use. */
export function inUse(app: App, item: KnowledgeItem): { data: ItemData; events: KnowledgeChange[] } {
  const isNew = item.targetVersion !== item.version;
  return {
    data: {
      state: 'READY',
      step: 'DONE',
      version: item.targetVersion,
      ...(isNew && { contentAt: app.clock() }),
    },
    events: isNew && item.version > 0 ? [{ kind: 'changed', change: 'REPLACED' }] : [],
  };
}

/** A title or source that was merely the name of the file before follows the new file's. */
async function nameAfterFile(tx: Tx, item: KnowledgeItem): Promise<{ title: string; source: string }> {
  const { title, source } = item;
  if (item.version === 0 || item.targetVersion === item.version) return { title, source };
  const versions = await tx.knowledgeVersion.findMany({
    where: { itemId: item.id, version: { in: [item.version, item.targetVersion] } },
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
