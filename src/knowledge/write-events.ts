import type { Tx } from '../platform/database/db.js';
import { type SubjectEvents, writeEvents as write } from '../runs/index.js';
import type { KnowledgeChange } from './events.js';

/** Events of one item that are to be written. */
export interface ItemEvents extends SubjectEvents {
  changes: readonly KnowledgeChange[];
}

/** Numbers, stores and announces the events of items of one organization; see `writeEvents` of runs. */
export const writeEventsOfAll = (
  tx: Tx,
  organizationId: string,
  items: readonly ItemEvents[],
  at: Date,
): Promise<void> => write(tx, { organizationId, type: 'KNOWLEDGE_ITEM' }, items, at);

/**
 * The same for one item.
 * @param before sequence of the item's last event, read under the lock of its row
 */
export const writeEvents = (
  tx: Tx,
  { id, organizationId }: { id: string; organizationId: string },
  before: number,
  changes: readonly KnowledgeChange[],
  at: Date,
): Promise<void> => writeEventsOfAll(tx, organizationId, [{ id, before, changes }], at);
