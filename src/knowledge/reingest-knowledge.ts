import type { KnowledgeItem } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { forgetQuoted } from '../models/index.js';
import type { Tx } from '../platform/database/db.js';
import type { Run } from '../platform/durable.js';
import { conflict } from '../platform/errors.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { pairPassage } from './add-answer.js';
import { changeItem, type ItemData, type LockedItem, touched } from './change-item.js';
import { cutText } from './cut-text.js';
import type { KnowledgeChange } from './events.js';
import { backToFormer, beginIngestion, ingestNow } from './ingestion/index.js';
import type { NewPassage } from './passages.js';
import { checkPassages, storePassages } from './store-passages.js';
import { checkRevision } from './update-knowledge.js';

/**
 * Cuts the version in use again, from the file or text as it was given: for after an upgrade that reads or cuts better.
 * The passages of today are found until the new ones take their place. A replacement that FAILED is given up.
 * @returns its id
 * @throws {DomainError} not-found; conflict while it is ingested, and where there is nothing to cut
 */
export async function reingestKnowledge(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'knowledge.edit');
  const which = { id, organizationId: actor.organizationId };
  const done = await changeItem(app, which, async (tx, item) => {
    checkRevision(item, expectedVersion);
    if (item.state === 'INGESTING')
      throw conflict('The item is being ingested right now. Wait until it is READY or FAILED.');
    if (item.version === 0)
      throw conflict('No version of the item has been ingested yet. Retry it, or upload another file.');
    const { result: orphans, data: former } = await backToFormer(tx, item);
    await recordAudit(tx, actor, {
      action: 'knowledge.reingested',
      subjectType: 'knowledge',
      subjectId: id,
      details: { version: item.version },
    });
    const { run, ...rest } = await cutAgain(tx, app, item);
    return {
      data: { ...former, ...rest.data, ...touched(app) },
      events: rest.events,
      result: { run, orphans, after: item.lastEvent },
    };
  });
  for (const key of done.orphans) await app.storage.remove(key);
  if (done.run) await ingestNow(app, done.run, done.after);
  return id;
}

/** A document is ingested anew by a run of its own; a text is cut here and now. */
async function cutAgain(
  tx: Tx,
  app: App,
  item: LockedItem,
): Promise<{ data: ItemData; events: KnowledgeChange[]; run: Run | null }> {
  if (item.kind === 'document') return { ...(await beginIngestion(tx, app, item, item.version)), events: [] };
  const content = await contentInUse(tx, item);
  if (content === null)
    throw conflict(
      'The text of this item was not kept when it was added. Replace it with the text to cut it anew.',
    );
  await putPassages(tx, item, await passagesFor(tx, item, content));
  return { data: {}, events: [{ kind: 'changed', change: 'UPDATED' }], run: null };
}

/** A pair stands whole in its one passage. */
async function contentInUse(tx: Tx, { id, version, kind }: KnowledgeItem): Promise<string | null> {
  const where = { itemId_version: { itemId: id, version } };
  const kept = await tx.knowledgeVersion.findUnique({ where, select: { content: true } });
  if (kept?.content != null || kind !== 'qa_pair') return kept?.content ?? null;
  const passage = await tx.passage.findFirst({ where: { itemId: id }, select: { text: true } });
  return passage?.text ?? null;
}

/** The passages of a text, or of a pair with this answer. */
export async function passagesFor(tx: Tx, item: KnowledgeItem, content: string): Promise<NewPassage[]> {
  if (item.kind !== 'qa_pair') return cutText(item.title, content);
  return [pairPassage(await questionOf(tx, item), content)];
}

/** The question of a pair; the title may have been shortened. */
export async function questionOf(tx: Tx, { id, title }: KnowledgeItem): Promise<string> {
  const passage = await tx.passage.findFirst({ where: { itemId: id }, select: { question: true } });
  return passage?.question ?? title;
}

/** Puts passages in the place of those that an item has. */
export async function putPassages(tx: Tx, item: KnowledgeItem, passages: NewPassage[]): Promise<void> {
  checkPassages(passages);
  await forgetQuoted(tx, [item.id]);
  await tx.passage.deleteMany({ where: { itemId: item.id } });
  await storePassages(tx, item, passages);
}
