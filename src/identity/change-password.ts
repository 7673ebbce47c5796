import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import type { Caller } from './caller.js';
import { claimAccount, forgetResets } from './claim-account.js';
import { requireSession } from './fresh.js';
import { asDomain } from './library-errors.js';
import { forgetAttempts } from './lockout.js';
import { announceUser } from './notify.js';
import { checkPassword, hashPassword } from './passwords.js';
import { reauthenticate } from './sessions/reauthenticate.js';
import { recordOfUser, recordOwn } from './sessions/sessions.js';

/**
 * Sets a new password; every other session ends. However recent the sign-in, it takes the current one.
 * @throws {DomainError} unauthenticated, locked, invalid-input
 */
export async function changePassword(
  app: App,
  caller: Caller,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<string> {
  const session = requireSession(caller);
  await reauthenticate(app, caller, currentPassword, ['input', 'currentPassword']);
  const { userId } = caller;
  const { email, name } = await app.db.user.findUniqueOrThrow({ where: { id: userId } });
  checkPassword(password, { email, name }, ['input', 'password']);
  const hash = await hashPassword(password);
  await app.db.$transaction(async (tx) => {
    const { count } = await tx.authAccount.updateMany({
      where: { userId, providerId: 'credential' },
      data: { password: hash, updatedAt: app.clock() },
    });
    if (!count)
      throw new DomainError('forbidden', 'This account has no password. Use the provider it signs in with.');
    await tx.authSession.deleteMany({ where: { userId, id: { not: session.id } } });
    await forgetResets(tx, userId);
    await recordOwn(tx, caller, {
      action: 'user.password-changed',
      subjectType: 'user',
      subjectId: userId,
      details: {},
    });
    await announceUser(tx, userId);
  });
  return userId;
}

/**
 * Sets a new password by the token of the mail; every session ends, other tokens of resets too, and failed attempts are
 * forgotten. Whoever has the token has the address: where nobody had shown that before, the account is taken over.
 * @throws {DomainError} invalid-input
 */
export async function resetPassword(
  app: App,
  { token, password }: { token: string; password: string },
): Promise<void> {
  checkPassword(password, { email: '', name: '' }, ['input', 'password']);
  const { auth } = app.identity;
  const email = await asDomain(() =>
    auth.inTransaction(async (tx, state) => {
      await auth.library.api.resetPassword({ body: { token, newPassword: password } });
      const { id, email } = state.subject!;
      const { emailVerified } = await tx.user.findUniqueOrThrow({ where: { id } });
      if (!emailVerified) await claimAccount(app, tx, id, { keepPassword: true });
      await forgetResets(tx, id);
      await recordOfUser(tx, id, 'user.password-reset');
      await announceUser(tx, id);
      return email;
    }),
  );
  await forgetAttempts(app, email);
}
