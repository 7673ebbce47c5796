import type { App } from '../src/app-types.js';
import type { Actor, Caller, Origin } from '../src/identity/index.js';

/** What every resolver gets: the application, and who is asking. */
export interface Context {
  app: App;
  /** There wherever a field needs more than 'anyone': see permissions.ts. */
  actor: Actor;
  /** Who sends the request; null for nobody. */
  caller: Caller | null;
  origin: Origin;
  /** Where clients reach this service, without a slash at the end: for links to files. */
  publicUrl: string;
  /** Of a request for server-sent events: the `id:` of the last one that the client has. */
  lastEventId?: string | null;
  /** Notes for the operator that a mutation was refused; other errors are noted where they are masked. */
  refused(error: unknown): void;
  /** Who sends the request after what it has changed so far: whoever signs in by it, with the rights as they are now. */
  callerNow(): Promise<Caller | null>;
  /** Gives the client the cookie of a session, or takes it away; does nothing over WebSocket. */
  setSession(session: { token: string; expiresAt: Date } | null): void;
}
