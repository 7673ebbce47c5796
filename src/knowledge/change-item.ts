import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { notFound } from '../platform/errors.js';
import type { KnowledgeChange } from './events.js';
import { writeEvents } from './write-events.js';

export const WITH_INGESTION = {
  ingestion: { include: { run: true } },
} as const satisfies Prisma.KnowledgeItemInclude;

/** An item, and of a document the run that ingests it. */
export type LockedItem = Prisma.KnowledgeItemGetPayload<{ include: typeof WITH_INGESTION }>;

export type ItemData = Prisma.KnowledgeItemUncheckedUpdateInput & { state?: LockedItem['state'] };

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
export const LONGEST_CHANGE_MS = 600_000;

/**
 * How an item changes, but for what its ingestion does. One transaction locks its row, lets `decide` look and write, updates the row, numbers
 * and stores the events, and notifies.
 *
 * @throws {DomainError} not-found where the organization has no such item, or it was deleted
 */
export function changeItem<T>(
  app: App,
  which: WhichItem,
  decide: (tx: Tx, item: LockedItem) => Promise<ItemDecision<T>>,
): Promise<T> {
  return app.db.$transaction(
    async (tx) => {
      const item = await lockItem(tx, which);
      const { result, ...decision } = await decide(tx, item);
      await writeItem(tx, item, decision, app.clock());
      return result;
    },
    { timeout: LONGEST_CHANGE_MS },
  );
}

/** Writes what was decided of an item that is locked, numbers and stores its events, and notifies. */
export async function writeItem(
  tx: Tx,
  item: LockedItem,
  { data = {}, events = [] }: Omit<ItemDecision<unknown>, 'result'>,
  at: Date,
): Promise<void> {
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
  await writeEvents(tx, item, item.lastEvent, all, at);
}

/**
 * Locks the row of an item and reads it; first that of its ingestion, as its steps do. Passages may be added beside it
 * meanwhile (NO KEY UPDATE).
 * @throws {DomainError} not-found
 */
export async function lockItem(
  tx: Tx,
  { id, organizationId, deleted = false }: WhichItem,
): Promise<LockedItem> {
  // The outer rows are locked last, whatever order they are joined in.
  await tx.$queryRaw`
    WITH life AS MATERIALIZED (
      SELECT id FROM run WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR NO KEY UPDATE
    )
    SELECT item.id FROM knowledge_item AS item, (SELECT count(*) FROM life) AS locked
    WHERE item.id = ${id}::uuid AND item.organization_id = ${organizationId}::uuid FOR NO KEY UPDATE OF item`;
  const item = await tx.knowledgeItem.findFirst({
    where: { id, organizationId, ...(!deleted && { deletedAt: null }) },
    include: WITH_INGESTION,
  });
  if (!item) throw notFound('The knowledge item');
  return item;
}

/** What each change by a person moves. */
export const touched = (app: App) => ({ revision: { increment: 1 }, updatedAt: app.clock() });
