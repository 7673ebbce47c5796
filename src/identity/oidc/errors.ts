import { DomainError, type DomainErrorKind } from '../../platform/errors.js';

/** Why a sign-in by a provider failed. Codes are shown in addresses and never renamed. */
export type OidcFailure =
  | 'CANCELLED'
  | 'STATE_MISMATCH'
  | 'EXPIRED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_REFUSED'
  | 'INVALID_RESPONSE'
  | 'EMAIL_NOT_VERIFIED'
  | 'DOMAIN_NOT_ALLOWED'
  | 'ACCOUNT_DISABLED'
  | 'INVITATION_NEEDED'
  | 'FIRST_ACCOUNT'
  | 'LINKED_ELSEWHERE'
  | 'NOT_REAUTHENTICATED';

const SENTENCES: Record<OidcFailure, [DomainErrorKind, string]> = {
  CANCELLED: ['unauthenticated', 'The sign-in was cancelled at the provider. Try again.'],
  STATE_MISMATCH: [
    'unauthenticated',
    'This sign-in was not begun in this browser, or another one was begun since. Try again.',
  ],
  EXPIRED: ['unauthenticated', 'The sign-in took too long. Try again.'],
  PROVIDER_UNAVAILABLE: [
    'unavailable',
    'The provider cannot be reached at the moment. Try again, or sign in with a password.',
  ],
  PROVIDER_REFUSED: ['unauthenticated', 'The provider refused the sign-in. Try again, or ask an admin.'],
  INVALID_RESPONSE: [
    'unauthenticated',
    'The answer of the provider is not valid. Try again; where it stays so, the operator finds the reason in the log.',
  ],
  EMAIL_NOT_VERIFIED: [
    'forbidden',
    'The provider does not say that your e-mail address is verified. Verify it there, or sign in with a password and ' +
      'link the provider to your account.',
  ],
  DOMAIN_NOT_ALLOWED: ['forbidden', 'Addresses of this domain may not sign in by this provider.'],
  ACCOUNT_DISABLED: ['forbidden', 'This account was deleted. Ask an admin of the organization.'],
  INVITATION_NEEDED: [
    'forbidden',
    'Accounts are made by invitation. Ask an admin of the organization for one to this e-mail address.',
  ],
  FIRST_ACCOUNT: [
    'forbidden',
    'Nobody has an account yet. The first one is made with a password and the setup code, which the service writes to its ' +
      'log when it starts; link the provider then.',
  ],
  LINKED_ELSEWHERE: ['conflict', 'This account of the provider is linked to another account.'],
  NOT_REAUTHENTICATED: [
    'unauthenticated',
    'The provider did not ask you to sign in again, or you did so as somebody else. Try again.',
  ],
};

/** A sign-in by a provider that failed, in words for whoever tried. */
export class OidcError extends DomainError {
  constructor(
    readonly failure: OidcFailure,
    options?: ErrorOptions,
  ) {
    super(...SENTENCES[failure], null, options);
  }
}
