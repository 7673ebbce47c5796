import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import type { Caller } from './caller.js';

/**
 * Sensitive changes begin with this: an API key cannot make them, and a session only soon after the password was given.
 * In single-user mode there is nobody to ask.
 * @throws {DomainError} reauthenticate, forbidden
 */
export function requireFresh({ env, clock }: Pick<App, 'env' | 'clock'>, caller: Caller): void {
  if (caller.actor?.scopes) throw new DomainError('forbidden', 'API keys cannot do this. Sign in.');
  const { session } = caller;
  if (session && clock().getTime() - session.authenticatedAt.getTime() > env.identity.freshMs)
    throw new DomainError(
      'reauthenticate',
      'Give your password again with reauthenticate, or sign in again at your provider; then repeat this.',
    );
}

/** @throws {DomainError} forbidden for API keys, and in single-user mode, which has no accounts */
export function requireSession({ session }: Caller): NonNullable<Caller['session']> {
  if (session) return session;
  throw new DomainError('forbidden', 'This needs a session: sign in with an account.');
}
