import type { Actor } from './actor.js';

/** The session behind a request. */
export interface Session {
  id: string;
  expiresAt: Date;
  /** When the password was given last. */
  authenticatedAt: Date;
  /** To the minute. */
  lastSeenAt: Date;
}

/** Who sends a request. */
export interface Caller {
  userId: string;
  /** Null while the user is in no organization. */
  actor: Actor | null;
  /** Why there is no actor although the session acts for an organization. */
  keptOut?: 'two-factor' | undefined;
  /** Null for API keys and in single-user mode. */
  session: Session | null;
  /** When it ends by itself, as far as it is not used until then; null for never. */
  expiresAt: Date | null;
}

/** Where a request comes from, for the list of sessions. */
export interface Origin {
  ipAddress: string | null;
  userAgent: string | null;
}
