import type { App } from '../../app-types.js';
import { conflict, notFound } from '../../platform/errors.js';
import type { Caller } from '../caller.js';
import { requireFresh, requireSession } from '../fresh.js';
import { tellOwner } from '../mails/queue-mail.js';
import { announceUser } from '../notify.js';
import { recordOfUser, recordReauthenticated } from '../sessions/sessions.js';
import { usable } from '../ways-in.js';
import { isLinkedTo, linkTo } from './account.js';
import { OidcError } from './errors.js';
import { type TicketInput, takeTicket } from './tickets.js';

/**
 * Links an account of a provider to one's own, which signs in by it from then on.
 * @throws {DomainError} reauthenticate; invalid-input for the ticket; conflict where it is linked to somebody else
 */
export async function linkProvider(app: App, caller: Caller, input: TicketInput): Promise<string> {
  requireSession(caller);
  requireFresh(app, caller);
  const { userId } = caller;
  await app.db.$transaction(async (tx) => {
    const { identity } = await takeTicket(app, tx, 'link', input);
    await linkTo(app, tx, userId, identity);
  });
  return userId;
}

/**
 * Takes a sign-in at the provider for the password, so that sensitive changes are let through for a while.
 * @throws {DomainError} invalid-input for the ticket; OidcError where it is another's
 */
export async function reauthenticateByProvider(
  app: App,
  caller: Caller,
  input: TicketInput,
): Promise<string> {
  const { id } = requireSession(caller);
  const { userId } = caller;
  await app.db.$transaction(async (tx) => {
    const { identity } = await takeTicket(app, tx, 'reauthenticate', input);
    if (!(await isLinkedTo(tx, userId, identity))) throw new OidcError('NOT_REAUTHENTICATED');
    const at = new Date(Math.min(app.clock().getTime(), identity.authTime! * 1000));
    await tx.authSession.update({ where: { id, userId }, data: { authenticatedAt: at } });
    await recordReauthenticated(tx, caller, id);
  });
  return id;
}

/**
 * Takes a provider off one's own account; something else has to be left to sign in by. All other sessions end.
 * @throws {DomainError} reauthenticate; not-found where it is not linked; conflict where nothing would be left
 */
export async function unlinkProvider(app: App, caller: Caller, providerId: string): Promise<string> {
  const session = requireSession(caller);
  requireFresh(app, caller);
  const { userId } = caller;
  const { oidc } = app.identity;
  const { issuer } = oidc.provider(providerId);
  await app.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
    const { count } = await tx.authAccount.deleteMany({ where: { userId, providerId: issuer } });
    if (!count) throw notFound('The link to this provider');
    const known = ['credential', ...oidc.providers.map((provider) => provider.issuer)];
    if (!(await tx.authAccount.count({ where: { userId, providerId: { in: known }, ...usable } })))
      throw conflict('Nothing would be left to sign in by. Set a password with requestPasswordReset first.');
    await tx.authSession.deleteMany({ where: { userId, id: { not: session.id } } });
    await recordOfUser(tx, userId, 'user.provider-unlinked');
    await tellOwner(app, tx, userId, 'user.provider-unlinked');
    await announceUser(tx, userId);
  });
  return userId;
}
