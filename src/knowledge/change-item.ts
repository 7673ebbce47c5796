import type { KnowledgeItem, Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { notFound } from '../platform/errors.js';
import type { KnowledgeChange } from './events.js';
import { writeEvents } from './write-events.js';

export type ItemData = Prisma.KnowledgeItemUncheckedUpdateInput & { state?: KnowledgeItem['state'] };

export interface ItemDecision<T> {
  /** Columns of the item's row to change; `state` brings its event by itself, before the others. */
  data?: ItemData;
  events?: KnowledgeChange[];
  result: T;
}

interface WhichItem {
  id: string;
  organizationId: string;
  /** Whether one that was deleted may be changed too. */
  deleted?: boolean;
}

/** A transaction may store as many passages as an item may have, on a machine that has much else to do. */
const TIMEOUT_MS = 600_000;

/**
 * The only way an item changes. One transaction locks its row, lets `decide` look and write, updates the row, numbers
 * and stores the events, and notifies.
 *
 * @throws {DomainError} not-found where the organization has no such item, or it was deleted
 */
export function changeItem<T>(
  app: App,
  which: WhichItem,
  decide: (tx: Tx, item: KnowledgeItem) => Promise<ItemDecision<T>>,
): Promise<T> {
  return app.db.$transaction(
    async (tx) => {
      const item = await lockItem(tx, which);
      const { data = {}, events = [], result } = await decide(tx, item);
      const all: KnowledgeChange[] =
        data.state && data.state !== item.state
          ? [{ kind: 'state-changed', from: item.state, to: data.state }, ...events]
          : events;
      if (all.length || Object.keys(data).length)
        await tx.knowledgeItem.update({
          where: { id: item.id },
          // Progress is no change of the item: what does not name `updatedAt` leaves it.
          data: { updatedAt: item.updatedAt, ...data, lastEvent: item.lastEvent + all.length },
          select: { id: true },
        });
      await writeEvents(tx, item, item.lastEvent, all, app.clock());
      return result;
    },
    { timeout: TIMEOUT_MS },
  );
}

/**
 * Locks the row of an item and reads it. Passages may be added beside it meanwhile (NO KEY UPDATE).
 * @throws {DomainError} not-found
 */
export async function lockItem(
  tx: Tx,
  { id, organizationId, deleted = false }: WhichItem,
): Promise<KnowledgeItem> {
  await tx.$queryRaw`SELECT id FROM knowledge_item WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR NO KEY UPDATE`;
  const item = await tx.knowledgeItem.findFirst({
    where: { id, organizationId, ...(!deleted && { deletedAt: null }) },
  });
  if (!item) throw notFound('The knowledge item');
  return item;
}

/** What each change by a person moves. */
export const touched = (app: App) => ({ revision: { increment: 1 }, updatedAt: app.clock() });
