import { type ExecutionArgs, getArgumentValues, getOperationAST } from 'graphql';
import { invalidInput } from '../../src/platform/errors.js';
import type { Context } from '../context.js';
import { type Access, needs } from '../permissions.js';

/** Where an event stands, as the subscription takes it for `after`. */
type CursorOf = (
  event: { sequence: number; position: number },
  args: Record<string, unknown>,
) => string | number;

/**
 * Declares of a subscription that it can be gone on with, besides what it needs: over server-sent events each event has its
 * cursor as `id:`, and `Last-Event-ID` of a request takes the place of `after`.
 */
export const resumable = (access: Access, cursorOf: CursorOf) => ({
  extensions: { ...needs(access).extensions, cursorOf },
});

/** Where to go on: behind the last event that a browser says it has, else behind the one that was named. */
export const after = ({ lastEventId }: Context, given: string | null | undefined): string | null =>
  lastEventId ?? given ?? null;

/**
 * The same for a sequence number.
 * @throws {DomainError} invalid-input for a Last-Event-ID that is none
 */
export function afterSequence({ lastEventId }: Context, given: number | null | undefined): number {
  if (lastEventId == null) return given ?? 0;
  if (/^\d{1,9}$/.test(lastEventId)) return Number(lastEventId);
  throw invalidInput('Last-Event-ID is no sequence of this subscription. Leave it out, and give `after`.', [
    'after',
  ]);
}

/** The cursor of an event of a subscription; null where it has none. */
export function cursorOf(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  event: object,
): string | null {
  const operation = getOperationAST(document, operationName);
  const node = operation?.selectionSet.selections[0];
  if (node?.kind !== 'Field') return null;
  const field = schema.getSubscriptionType()?.getFields()[node.name.value];
  const cursor = field?.extensions.cursorOf as CursorOf | undefined;
  if (!field || !cursor) return null;
  return String(cursor(event as never, getArgumentValues(field, node, variableValues)));
}
