import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { tellOwner } from './mails/queue-mail.js';
import { announceUser } from './notify.js';
import { recordOfUser } from './sessions/sessions.js';

/** Makes tokens to reset a password worth nothing that were mailed before. */
export const forgetResets = (tx: Tx, userId: string): Promise<unknown> =>
  tx.authVerification.deleteMany({ where: { value: userId } });

/**
 * Gives an account to whoever has just shown that its address is theirs, where nobody had before. Whoever made it need not
 * have been the same: what it could be signed in to by until then ends (sessions, API keys, providers, tokens of mails),
 * and so do the invitations that were sent in its name. A second factor stays: it keeps people out and lets nobody in.
 * @param keepPassword where it was set by the one who has the address
 */
export async function claimAccount(
  { env, clock }: Pick<App, 'env' | 'clock'>,
  tx: Tx,
  userId: string,
  { keepPassword }: { keepPassword: boolean },
): Promise<void> {
  const now = clock();
  await tx.user.update({ where: { id: userId }, data: { emailVerified: true } });
  await tx.authSession.deleteMany({ where: { userId } });
  await tx.apiKey.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  await tx.authAccount.deleteMany({ where: { userId, providerId: { not: 'credential' } } });
  if (!keepPassword)
    await tx.authAccount.updateMany({ where: { userId }, data: { password: null, updatedAt: now } });
  await forgetResets(tx, userId);
  await tx.invitation.updateMany({
    where: { invitedById: userId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  await recordOfUser(tx, userId, 'user.claimed');
  await tellOwner({ env, clock }, tx, userId, 'user.claimed');
  await announceUser(tx, userId);
}
