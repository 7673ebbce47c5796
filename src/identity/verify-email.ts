import type { App } from '../app-types.js';
import { asDomain } from './library-errors.js';
import { recordOfUser } from './sessions/sessions.js';
import { emailInput } from './sign-up.js';

/**
 * Marks an address as verified, by the token that was mailed to it.
 * @throws {DomainError} invalid-input
 */
export async function verifyEmail(app: App, token: string): Promise<void> {
  const { auth } = app.identity;
  await asDomain(() =>
    auth.inTransaction(async (tx, state) => {
      await auth.library.api.verifyEmail({ query: { token } });
      if (state.subject) await recordOfUser(tx, state.subject.id, 'user.email-verified');
    }),
  );
}

/** Mails the token once more. Says nothing about whether the address has an account. */
export async function sendVerification(app: App, given: string): Promise<void> {
  const email = emailInput(given, ['input', 'email']);
  const { auth } = app.identity;
  // Where nobody can sign in, everybody is told so, whether or not there is something to send.
  const { api } = auth.library;
  const user = await app.db.user.findUnique({ where: { email } });
  if (!user || user.emailVerified || user.deletedAt) return;
  await asDomain(() => auth.inTransaction(() => api.sendVerificationEmail({ body: { email } })));
}
