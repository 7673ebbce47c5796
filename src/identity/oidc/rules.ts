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
  | { do: 'sign-in' | 'link'; userId: string }
  | { do: 'create'; email: string }
  | { do: 'refuse'; failure: OidcFailure };

const refuse = (failure: OidcFailure): Decision => ({ do: 'refuse', failure });

/**
 * Whose account somebody gets. An account that only has the same address is linked where both sides have seen that the
 * address is theirs: who made it first with somebody else's address would otherwise share it with the owner.
 */
export function decide({ linked, email, sameEmail, needsSetupCode, mayJoin }: Known): Decision {
  if (linked) return linked.isDeleted ? refuse('ACCOUNT_DISABLED') : { do: 'sign-in', userId: linked.userId };
  if (email === null) return refuse('EMAIL_NOT_VERIFIED');
  if (sameEmail?.isDeleted) return refuse('ACCOUNT_DISABLED');
  if (sameEmail)
    return sameEmail.isVerified ? { do: 'link', userId: sameEmail.userId } : refuse('ACCOUNT_NOT_VERIFIED');
  if (needsSetupCode) return refuse('FIRST_ACCOUNT');
  return mayJoin ? { do: 'create', email } : refuse('INVITATION_NEEDED');
}
