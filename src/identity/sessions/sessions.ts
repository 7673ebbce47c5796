import type { App } from '../../app-types.js';
import { type AuditEntry, recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/db.js';
import { notFound } from '../../platform/errors.js';
import type { Caller } from '../caller.js';
import { requireFresh, requireSession } from '../fresh.js';
import { announceUser } from '../notify.js';

/** The condition for sessions that have not ended by themselves. */
export function going({ env, clock }: Pick<App, 'env' | 'clock'>) {
  const now = clock();
  const { idleMs } = env.identity;
  return {
    expiresAt: { gt: now },
    ...(idleMs !== null && { lastSeenAt: { gt: new Date(now.getTime() - idleMs) } }),
  };
}

/** Writes what a caller did to himself; with the organization he acts for, where there is one. */
export async function recordOwn(tx: Tx, caller: Caller, entry: AuditEntry): Promise<void> {
  if (caller.actor) await recordAudit(tx, caller.actor, entry);
}

/** Writes that somebody proved anew who he is, so that sensitive changes are let through. */
export const recordReauthenticated = (tx: Tx, caller: Caller, sessionId: string): Promise<void> =>
  recordOwn(tx, caller, {
    action: 'session.reauthenticated',
    subjectType: 'session',
    subjectId: sessionId,
    details: {},
  });

/** Writes what happened to a user's account, with each of his organizations. */
export async function recordOfUser(
  tx: Tx,
  userId: string,
  action:
    | 'user.password-reset'
    | 'user.email-verified'
    | 'user.claimed'
    | 'user.two-factor-on'
    | 'user.two-factor-off'
    | 'user.backup-codes-renewed'
    | 'user.backup-code-used'
    | 'user.provider-linked'
    | 'user.provider-unlinked',
): Promise<void> {
  const memberships = await tx.membership.findMany({ where: { userId, removedAt: null } });
  for (const { organizationId } of memberships)
    await recordAudit(
      tx,
      { organizationId, userId },
      { action, subjectType: 'user', subjectId: userId, details: {} },
    );
}

/** Ends the session of the request. */
export async function signOut(app: App, caller: Caller): Promise<string> {
  const { id } = requireSession(caller);
  await end(app, caller, id, 'session.signed-out');
  return id;
}

/**
 * Ends another session of the caller.
 * @throws {DomainError} reauthenticate, not-found
 */
export async function revokeSession(app: App, caller: Caller, id: string): Promise<string> {
  requireSession(caller);
  requireFresh(app, caller);
  await end(app, caller, id, 'session.revoked');
  return id;
}

function end(
  app: App,
  caller: Caller,
  id: string,
  action: 'session.signed-out' | 'session.revoked',
): Promise<void> {
  const { userId } = caller;
  return app.db.$transaction(async (tx) => {
    const { count } = await tx.authSession.deleteMany({ where: { id, userId } });
    if (!count) throw notFound('The session');
    await recordOwn(tx, caller, { action, subjectType: 'session', subjectId: id, details: {} });
    await announceUser(tx, userId);
  });
}

/** Ends every session of the caller, this one too. */
export async function signOutEverywhere(app: App, caller: Caller): Promise<string> {
  requireSession(caller);
  const { userId } = caller;
  await app.db.$transaction(async (tx) => {
    const { count } = await tx.authSession.deleteMany({ where: { userId } });
    const what = { subjectType: 'user', subjectId: userId } as const;
    await recordOwn(tx, caller, { action: 'session.all-revoked', ...what, details: { count } });
    await announceUser(tx, userId);
  });
  return userId;
}

/** Ends sessions that act for an organization, inside the change that takes their right away. */
export async function endSessionsIn(
  tx: Tx,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  await tx.authSession.deleteMany({ where: { userId, activeOrganizationId: organizationId } });
  await announceUser(tx, userId);
}
