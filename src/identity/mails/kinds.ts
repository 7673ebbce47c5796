/** What somebody asks for who need not be the owner of the address. */
export const ASKED = ['password-reset', 'verification', 'sign-up-again', 'invitation'] as const;
export type Asked = (typeof ASKED)[number];

/** What the owner of an account is told about it, in a sentence. */
export const NOTICES = {
  'user.two-factor-on': 'Two-factor sign-in was switched on for your account.',
  'user.two-factor-off': 'Two-factor sign-in was switched off for your account.',
  'user.backup-codes-renewed': 'New backup codes were made for your account; the old ones are worth nothing.',
  'member.two-factor-reset':
    'An admin of your organization switched two-factor sign-in off for your account.',
  'user.two-factor-reset': 'The operator of the service switched two-factor sign-in off for your account.',
  'user.provider-linked': 'Your account was linked to a provider, and can be signed in to by it from now on.',
  'user.provider-unlinked': 'Your account can no longer be signed in to by a provider that it was linked to.',
  'user.claimed':
    'The address of your account is now known to be yours. Before that somebody had used the account, maybe you: what it ' +
    'was signed in to by then (password, sessions, API keys, providers) is worth nothing any more. Choose a password with ' +
    '"reset the password", and look who else is in your organizations.',
} as const;
export type Notice = keyof typeof NOTICES;

export const isNotice = (kind: string): kind is Notice => Object.hasOwn(NOTICES, kind);

/** A mail to be sent: its text is made when it is, of what is so by then. */
export type QueuedMail = { address: string } & (
  | { kind: Exclude<Asked, 'invitation'> | Notice }
  | { kind: 'invitation'; invitationId: string }
);
