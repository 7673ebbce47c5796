import type { App } from '../../app-types.js';
import { emailInput } from '../sign-up.js';
import { queueMail } from './queue-mail.js';

/**
 * Puts a mail in line with a token to set a new password. Whether the address has an account is looked up when it is sent,
 * so that neither the answer nor the time it takes tells.
 * @throws {DomainError} invalid-input; unavailable where nobody can sign in
 */
export const requestPasswordReset = (app: App, given: string): Promise<void> =>
  askFor(app, 'password-reset', given);

/** The same with a token to verify the address. */
export const sendVerification = (app: App, given: string): Promise<void> =>
  askFor(app, 'verification', given);

async function askFor(app: App, kind: 'password-reset' | 'verification', given: string): Promise<void> {
  const address = emailInput(given, ['input', 'email']);
  app.identity.auth.requireLibrary();
  await app.db.$transaction((tx) => queueMail(app, tx, { kind, address }));
}
