import type { Tx } from '../platform/database/db.js';

/** Deletes the kept answers that quote these knowledge items, in the transaction that changes or deletes them. */
export async function forgetQuoted(tx: Tx, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length) await tx.aiCacheAnswer.deleteMany({ where: { itemIds: { hasSome: [...itemIds] } } });
}
