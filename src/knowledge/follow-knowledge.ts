import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { abortable } from '../platform/concurrency/abortable.js';
import { invalidInput, notFound } from '../platform/errors.js';
import type { KnowledgeEvent } from './events.js';

/**
 * The events of an item, or of all items of the organization where none is named, after a sequence number: past ones
 * first, then live, without end.
 * @throws {DomainError} not-found; invalid-input for a negative number
 */
export async function followKnowledge(
  app: App,
  actor: Actor,
  itemId: string | null,
  after: number,
): Promise<AsyncIterableIterator<KnowledgeEvent>> {
  requirePermission(actor, 'knowledge.view');
  const { organizationId } = actor;
  if (after < 0) throw invalidInput('`after` is negative; use the last sequence you have, or 0.', ['after']);
  const { item, organization } = app.knowledgeFeeds;
  if (itemId === null) return abortable((signal) => organization.follow(organizationId, after, signal));
  // Also one that was deleted: its last events say so.
  const where = { id: itemId, organizationId };
  if (!(await app.db.knowledgeItem.findFirst({ where, select: { id: true } })))
    throw notFound('The knowledge item');
  return abortable((signal) => item.follow(itemId, after, signal));
}
