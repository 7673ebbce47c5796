import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { newId } from '../../platform/ids.js';
import type { Origin } from '../caller.js';
import { beginSession, type SignedIn } from '../sign-in.js';
import { hashToken, newToken } from '../tokens.js';
import { countingCode, requireSecondFactor } from '../two-factor/check-code.js';
import { accountOf, userOf } from './account.js';
import type { OidcIdentity } from './claims.js';
import { recordingRefusal } from './refusal.js';
import { readTicket, type TicketInput, takeTicket } from './tickets.js';

/**
 * Signs in whom a provider vouches for.
 * @param code where two-factor sign-in of the account is on
 * @param before what belongs to the same transaction
 * @throws {DomainError} two-factor-required, unauthenticated for a wrong code; OidcError
 */
export async function signInByIdentity(
  app: App,
  identity: OidcIdentity,
  origin: Origin,
  { code = null, before = async () => {} }: { code?: string | null; before?: (tx: Tx) => Promise<unknown> },
): Promise<SignedIn> {
  const open = () =>
    app.db.$transaction(async (tx) => {
      await before(tx);
      const userId = await accountOf(app, tx, identity);
      await requireSecondFactor(app, tx, userId, code);
      return openSession(app, tx, userId, identity, origin);
    });
  return recordingRefusal(app, identity, async () => {
    const user = code === null ? null : await userOf(app.db, identity);
    return user?.twoFactorEnabled ? countingCode(app, user.id, open) : open();
  });
}

/** The session of somebody who gave no password here: it is as fresh as the sign-in at the provider is. */
async function openSession(
  app: App,
  tx: Tx,
  userId: string,
  { authTime }: OidcIdentity,
  origin: Origin,
): Promise<SignedIn> {
  const token = newToken();
  const now = app.clock().getTime();
  await tx.authSession.create({
    data: {
      id: newId(),
      userId,
      token: hashToken(token),
      expiresAt: new Date(now + app.env.identity.sessionMs),
      // Where the provider does not say when it was, it may have been long ago.
      authenticatedAt: new Date(Math.min(now, (authTime ?? 0) * 1000)),
    },
  });
  return beginSession(tx, token, origin);
}

/**
 * Signs in by the ticket of a sign-in at a provider.
 * @throws {DomainError} invalid-input for the ticket; as `signInByIdentity`, after which the ticket is still good
 */
export async function finishSignIn(
  app: App,
  { code, ...input }: TicketInput & { code: string | null },
  origin: Origin,
): Promise<SignedIn> {
  const { identity } = await readTicket(app, 'sign-in', input);
  const before = (tx: Tx) => takeTicket(app, tx, 'sign-in', input);
  return signInByIdentity(app, identity, origin, { code, before });
}
