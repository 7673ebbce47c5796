import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { newId } from '../platform/ids.js';
import type { NewPassage } from './passages.js';
import { findSame, type ItemKind } from './same-content.js';
import { checkPassages, storePassages } from './store-passages.js';
import { writeEvents } from './write-events.js';

export interface NewItem {
  kind: Exclude<ItemKind, 'document'>;
  title: string;
  source: string;
  tags: string[];
  /** Told apart by what they hold: the same content added twice is one item. */
  contentHash: string;
  /** What was given, to be cut again; of a pair, the answer. */
  content: string;
  passages: NewPassage[];
}

/** What became of something that was to be added. */
export interface Added {
  id: string;
  /** The organization had the same content already: this is that item. */
  existing: boolean;
}

/**
 * Stores an item with its passages, which are found from this moment on.
 * @returns the earlier item where the organization has the same content already
 * @throws {DomainError} file-too-large past the number of passages that are allowed
 */
export function storeItem(app: App, actor: Actor, item: NewItem): Promise<Added> {
  const { organizationId, userId } = actor;
  const { passages, content, contentHash, ...columns } = item;
  checkPassages(passages);
  return app.db.$transaction(async (tx) => {
    const same = await findSame(tx, organizationId, item.kind, contentHash);
    if (same) return { id: same.id, existing: true };

    const id = newId();
    const owner = { organizationId, contentHash, createdById: userId };
    await tx.knowledgeItem.create({ data: { ...columns, ...owner, id, ownerId: userId, lastEvent: 1 } });
    await tx.knowledgeVersion.create({ data: { ...owner, itemId: id, version: 1, content } });
    await storePassages(tx, { id, organizationId, title: item.title }, passages);
    await recordAudit(tx, actor, {
      action: 'knowledge.added',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title: item.title },
      after: {
        kind: item.kind,
        title: item.title,
        source: item.source,
        tags: item.tags,
        contentHash,
        content,
      },
    });
    const added = { kind: 'state-changed', from: null, to: 'READY' } as const;
    await writeEvents(tx, { id, organizationId }, 0, [added], app.clock());
    return { id, existing: false };
  });
}
