import type { OidcFailure } from './errors.js';

/** What is known of somebody whom a provider vouches for. */
export interface Known {
  /** The account that (issuer, subject) is linked to. */
  linked: { userId: string; isDeleted: boolean } | null;
  /** The address, verified by the provider; null where it is not. */
  email: string | null;
  /** The account that has this address. */
  sameEmail: { userId: string; isDeleted: boolean; isVerified: boolean } | null;
  /** Whether there is no account yet, and the first one needs the setup code, which providers do not know. */
  needsSetupCode: boolean;
  /** Whether a new account may be made: by an invitation to the address, as the first one, or as anybody may. */
  mayJoin: boolean;
}

export type Decision =
  | { do: 'sign-in' | 'link' | 'claim'; userId: string }
  | { do: 'create'; email: string }
  | { do: 'refuse'; failure: OidcFailure };

const refuse = (failure: OidcFailure): Decision => ({ do: 'refuse', failure });

/**
 * Whose account somebody gets. An account that only has the same address is linked where it was verified here, too. Where it
 * was not, somebody else may have made it first: the owner of the address takes it over, and shares it with nobody.
 */
export function decide({ linked, email, sameEmail, needsSetupCode, mayJoin }: Known): Decision {
  if (linked) return linked.isDeleted ? refuse('ACCOUNT_DISABLED') : { do: 'sign-in', userId: linked.userId };
  if (email === null) return refuse('EMAIL_NOT_VERIFIED');
  if (sameEmail?.isDeleted) return refuse('ACCOUNT_DISABLED');
  if (sameEmail) return { do: sameEmail.isVerified ? 'link' : 'claim', userId: sameEmail.userId };
  if (needsSetupCode) return refuse('FIRST_ACCOUNT');
  return mayJoin ? { do: 'create', email } : refuse('INVITATION_NEEDED');
}
