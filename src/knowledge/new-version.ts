import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { conflict } from '../platform/errors.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { changeItem, type ItemDecision, type LockedItem, touched } from './change-item.js';
import { forgetUnused } from './ingestion/index.js';
import { findSame } from './same-content.js';
import { checkRevision } from './update-knowledge.js';

/** A version that is to take the place of the one in use. */
export interface NewVersion<T> {
  id: string;
  expectedVersion: ExpectedVersion;
  hash(tx: Tx, item: LockedItem): Promise<string>;
  /** Stores it, under the lock of the item's row. */
  store(tx: Tx, item: LockedItem, row: VersionRow): Promise<ItemDecision<T>>;
}

/** What the rows of all versions have in common. */
export interface VersionRow {
  itemId: string;
  version: number;
  organizationId: string;
  createdById: string;
  contentHash: string;
}

export interface Replacement<T> {
  /** What `store` came to; null where the item holds this content already. */
  stored: T | null;
  /** Storage keys of the file of a version that never came into use, to be removed. */
  orphans: string[];
  /** The version in use before; 0 where there was none. */
  former: number;
  /** Sequence of the item's last event before. */
  after: number;
}

/**
 * Gives an item its next version.
 * @throws {DomainError} not-found; conflict where another item holds this content, or another revision is there by now
 */
export function addVersion<T>(
  app: App,
  actor: Actor,
  { id, expectedVersion, hash, store }: NewVersion<T>,
): Promise<Replacement<T>> {
  const { organizationId, userId } = actor;
  return changeItem<Replacement<T>>(app, { id, organizationId }, async (tx, item) => {
    checkRevision(item, expectedVersion);
    const before = { former: item.version, after: item.lastEvent };
    const contentHash = await hash(tx, item);
    const same = await findSame(tx, organizationId, item.kind, contentHash);
    if (same && same.id !== id)
      throw conflict(
        `Another item holds this content already: "${same.title}". Use that one, or delete it first.`,
      );
    if (same && item.state !== 'FAILED') return { result: { ...before, stored: null, orphans: [] } };

    const orphans = await forgetUnused(tx, item);
    const version = item.version + 1;
    const row = { itemId: id, version, organizationId, createdById: userId, contentHash };
    const { data, events = [], result: stored } = await store(tx, item, row);
    await recordAudit(tx, actor, {
      action: 'knowledge.replaced',
      subjectType: 'knowledge',
      subjectId: id,
      details: { version, contentHash },
      before: { version: item.version, contentHash: item.contentHash },
      after: { version, contentHash },
    });
    return {
      data: { ...data, ...touched(app), contentHash },
      events,
      result: { ...before, stored, orphans },
    };
  });
}
