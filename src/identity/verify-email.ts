import type { App } from '../app-types.js';
import type { Caller } from './caller.js';
import { claimAccount } from './claim-account.js';
import { asDomain } from './library-errors.js';
import { recordOfUser } from './sessions/sessions.js';

/**
 * Marks an address as verified, by the token that was mailed to it. Whoever has the token has the address. Where the account
 * was signed in to before, that may have been somebody else, unless the session of this request is one of it: it is taken
 * over then, and needs a new password.
 * @param caller who sends the token; null for nobody
 * @throws {DomainError} invalid-input
 */
export async function verifyEmail(app: App, caller: Caller | null, token: string): Promise<void> {
  const { auth } = app.identity;
  await asDomain(() =>
    auth.inTransaction(async (tx, state) => {
      await auth.library.api.verifyEmail({ query: { token } });
      // Null where it was verified already.
      if (!state.subject) return;
      const { id } = state.subject;
      await recordOfUser(tx, id, 'user.email-verified');
      const { signedInAt } = await tx.user.findUniqueOrThrow({ where: { id } });
      if (signedInAt && !(caller?.session && caller.userId === id))
        await claimAccount(app, tx, id, { keepPassword: false });
    }),
  );
}
