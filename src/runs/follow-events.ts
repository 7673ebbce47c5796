import type { App } from '../app-types.js';
import { type Actor, allows, requirePermission } from '../identity/index.js';
import { abortable } from '../platform/concurrency/abortable.js';
import { invalidInput, notFound } from '../platform/errors.js';
import type { Event, Subject, SubjectName } from './event-types.js';
import type { KindName } from './kind.js';

/** What an event's subject is, and who may see it. */
export const subjectOf = ({ kinds, subjects }: Pick<App, 'kinds' | 'subjects'>, name: SubjectName): Subject =>
  ({ ...kinds, ...subjects })[name];

const POSITION = /^\d{1,15}$/;

interface Followed {
  after: string | null;
  kinds: readonly string[] | null;
  fromNow: boolean;
  /** The type in the API whose events are wanted; left out: of all. */
  node?: string;
}

/**
 * The events of an organization after a position, as far as the actor may see them: past ones first, then live, without
 * end. A position that was seen once is never passed by a later one with less: nothing is missed, nothing comes twice.
 *
 * @param after the last position that is known; null for the beginning
 * @param kinds of events; null for all
 * @param fromNow begins behind the last event there is, where `after` is null
 * @throws {DomainError} invalid-input for what is no position; forbidden for one who may see no events at all
 */
export async function followEvents(
  app: Pick<App, 'feeds' | 'sql' | 'kinds' | 'subjects'>,
  actor: Actor,
  { after, kinds, fromNow, node }: Followed,
): Promise<AsyncIterableIterator<Event>> {
  if (after !== null && !POSITION.test(after))
    throw invalidInput('`after` is no position. Use the last `position` you have, or leave it out.', [
      'after',
    ]);
  const seen = Object.entries({ ...app.kinds, ...app.subjects }).flatMap(([name, subject]) =>
    allows(actor, subject.view) && (node ?? subject.node) === subject.node ? [name] : [],
  );
  if (!seen.length) requirePermission(actor, Object.values(app.subjects)[0]!.view);
  const { organizationId } = actor;
  const from = after === null ? (fromNow ? await lastPosition(app, organizationId) : 0) : Number(after);
  return abortable((signal) => wanted(signal));

  async function* wanted(signal: AbortSignal): AsyncGenerator<Event, void, void> {
    for await (const { event } of app.feeds.organization.follow(organizationId, from, signal))
      if (seen.includes(event.subjectType) && (kinds?.includes(event.kind) ?? true)) yield event;
  }
}

const lastPosition = (app: Pick<App, 'sql'>, organizationId: string) => lastOfType(app, organizationId, '');

/** The number of the last event of an organization within those of a type, or with an empty one within all. */
export async function lastOfType(
  { sql }: Pick<App, 'sql'>,
  organizationId: string,
  type: SubjectName | '',
): Promise<number> {
  const [row] = await sql.query<{ last: string }>(
    'SELECT last FROM event_count WHERE organization_id = $1 AND subject_type = $2',
    [organizationId, type],
  );
  return Number(row?.last ?? 0);
}

/**
 * The events of one run after a sequence number: past ones first, then live, without end.
 * @throws {DomainError} not-found; invalid-input for a negative number; forbidden
 */
export async function followRun(
  app: App,
  actor: Actor,
  id: string,
  after: number,
): Promise<AsyncIterableIterator<Event>> {
  if (after < 0) throw invalidInput('`after` is negative; use the last sequence you have, or 0.', ['after']);
  const where = { id, organizationId: actor.organizationId };
  const run = await app.db.run.findFirst({ where, select: { kind: true } });
  if (!run) throw notFound('The run');
  requirePermission(actor, app.kinds[run.kind as KindName].view);
  return abortable((signal) => app.feeds.subject.follow(id, after, signal));
}
