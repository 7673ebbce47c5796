import type { Tx } from '../platform/database/db.js';
import { IDENTITY_CHANNEL, IDENTITY_CHANNEL_ACCOUNTS, identityOf } from '../platform/events/wakeups.js';

/** Tells every process, once the transaction is committed, that somebody's sessions, memberships or keys changed. */
export const announceUser = (tx: Tx, userId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT pg_notify(${IDENTITY_CHANNEL}, ${`${identityOf(userId)} 0`})::text`;

/** The same of the first account, which ends single-user mode. */
export const announceAccounts = (tx: Tx): Promise<unknown> =>
  tx.$queryRaw`SELECT pg_notify(${IDENTITY_CHANNEL}, ${`${IDENTITY_CHANNEL_ACCOUNTS} 0`})::text`;
