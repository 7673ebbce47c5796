import type { Tx } from '../platform/database/db.js';
import { IDENTITY_CHANNEL, IDENTITY_CHANNEL_ACCOUNTS, identityOf } from '../platform/events/wakeups.js';
import { requestContext } from '../platform/observability/request-context.js';

/**
 * Tells every process, once the transaction is committed, that somebody's sessions, memberships or keys changed; and the
 * request at hand, whose sender it may be.
 */
export function announceUser(tx: Tx, userId: string): Promise<unknown> {
  noteChange();
  return tx.$queryRaw`SELECT pg_notify(${IDENTITY_CHANNEL}, ${`${identityOf(userId)} 0`})::text`;
}

function noteChange(): void {
  const context = requestContext();
  if (context) context.rightsChanged = true;
}

/** The same of the first account, which ends single-user mode. */
export function announceAccounts(tx: Tx): Promise<unknown> {
  noteChange();
  return tx.$queryRaw`SELECT pg_notify(${IDENTITY_CHANNEL}, ${`${IDENTITY_CHANNEL_ACCOUNTS} 0`})::text`;
}
