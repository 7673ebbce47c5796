import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import type { Caller } from './caller.js';
import { requireSession } from './fresh.js';
import { asDomain } from './library-errors.js';
import { forgetAttempts } from './lockout.js';
import { announceUser } from './notify.js';
import { checkPassword, hashPassword } from './passwords.js';
import { reauthenticate } from './sessions/reauthenticate.js';
import { recordOfUser, recordOwn } from './sessions/sessions.js';
import { emailInput } from './sign-up.js';

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

/** Mails a token to set a new password, where the address has an account. Says nothing about whether it has. */
export async function requestPasswordReset(app: App, given: string): Promise<void> {
  const email = emailInput(given, ['input', 'email']);
  const { auth } = app.identity;
  await asDomain(() => auth.inTransaction(() => auth.library.api.requestPasswordReset({ body: { email } })));
}

/**
 * Sets a new password by the token of the mail; every session ends, and failed attempts are forgotten.
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
      await recordOfUser(tx, id, 'user.password-reset');
      await announceUser(tx, id);
      return email;
    }),
  );
  await forgetAttempts(app, email);
}
