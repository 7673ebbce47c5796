import { createHash } from 'node:crypto';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { newId } from '../platform/ids.js';
import type { NewPassage } from './passages.js';

export interface NewItem {
  kind: 'document' | 'qa_pair' | 'text';
  title: string;
  source: string;
  tags: string[];
  /** Told apart by what they hold: the same content added twice is one item. */
  contentHash: string;
  fileId?: string;
  passages: NewPassage[];
}

export const contentHashOf = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const ROWS_AT_ONCE = 500;

/**
 * Stores an item with its passages, which are found from this moment on.
 * @returns the id; that of the earlier item where the organization has the same content already
 */
export function storeItem(app: App, actor: Actor, item: NewItem): Promise<string> {
  const { organizationId } = actor;
  const { passages, ...columns } = item;
  return app.db.$transaction(async (tx) => {
    // Two uploads of one file at the same moment: the second waits here, and then finds the first.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${organizationId + item.contentHash}, 0))`;
    const same = { organizationId, kind: item.kind, contentHash: item.contentHash, deletedAt: null };
    const earlier = await tx.knowledgeItem.findFirst({ where: same, select: { id: true } });
    if (earlier) return earlier.id;

    const { id } = await tx.knowledgeItem.create({
      data: { ...columns, id: newId(), organizationId, createdById: actor.userId },
      select: { id: true },
    });
    for (let i = 0; i < passages.length; i += ROWS_AT_ONCE) {
      await tx.passage.createMany({
        data: passages.slice(i, i + ROWS_AT_ONCE).map((passage, n) => ({
          ...passage,
          id: newId(),
          organizationId,
          itemId: id,
          title: item.title,
          position: i + n,
        })),
      });
    }
    await recordAudit(tx, actor, {
      action: 'knowledge.added',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title },
    });
    return id;
  });
}
