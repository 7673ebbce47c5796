import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { abortable } from '../platform/concurrency/abortable.js';
import { invalidInput, notFound } from '../platform/errors.js';
import { lastOfType } from '../runs/index.js';
import type { KnowledgeEvent } from './events.js';

/**
 * The events of an item, or of all items of the organization where none is named, after a sequence number: past ones
 * first, then live, without end.
 * @param fromNow begins behind the last event there is, where `after` is 0
 * @throws {DomainError} not-found; invalid-input for a negative number
 */
export async function followKnowledge(
  app: App,
  actor: Actor,
  { itemId, after: given, fromNow }: { itemId: string | null; after: number; fromNow: boolean },
): Promise<AsyncIterableIterator<KnowledgeEvent>> {
  requirePermission(actor, 'knowledge.view');
  const { organizationId } = actor;
  if (given < 0) throw invalidInput('`after` is negative; use the last sequence you have, or 0.', ['after']);
  const isFromNow = fromNow && given === 0;
  if (itemId === null) {
    const after = isFromNow ? await lastOfType(app, organizationId, 'KNOWLEDGE_ITEM') : given;
    const all = app.feeds.ofType('KNOWLEDGE_ITEM');
    return abortable(
      (signal) => all.follow(organizationId, after, signal) as AsyncGenerator<KnowledgeEvent, void, void>,
    );
  }
  // Also one that was deleted: its last events say so.
  const where = { id: itemId, organizationId };
  const item = await app.db.knowledgeItem.findFirst({ where, select: { lastEvent: true } });
  if (!item) throw notFound('The knowledge item');
  const after = isFromNow ? item.lastEvent : given;
  return abortable((signal) => eventsOfItem(app, itemId, after, signal));
}

/** The events of one item after a sequence number; see `EventFeeds`. */
export const eventsOfItem = (app: App, itemId: string, after: number, signal: AbortSignal) =>
  app.feeds.subject.follow(itemId, after, signal) as AsyncGenerator<KnowledgeEvent, void, void>;
