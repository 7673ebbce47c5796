import type { App } from '../../app-types.js';
import { DomainError } from '../../platform/errors.js';
import type { Origin } from '../caller.js';
import type { SignedIn } from '../sign-in.js';
import { OidcError } from './errors.js';
import { exchange } from './exchange.js';
import { openFlow } from './flow.js';
import { signInByIdentity } from './sign-in.js';
import { issueTicket } from './tickets.js';

/** What the browser is told after it came back from a provider. */
export type OidcOutcome =
  | { do: 'signed-in'; returnTo: string | null; session: SignedIn }
  | { do: 'ticket'; returnTo: string | null; ticket: string; needsCode: boolean }
  | { do: 'failed'; returnTo: string | null; error: DomainError };

/**
 * Ends a sign-in at a provider: a session, or a ticket where the frontend asked for one or a code is still to be given.
 * @param cookie what `startOidc` gave the browser
 * @param search of the address that the provider sent it to
 */
export async function finishOidc(
  app: App,
  { cookie, search }: { cookie: string | null; search: string },
  origin: Origin,
): Promise<OidcOutcome> {
  let returnTo: string | null = null;
  try {
    const flow = openFlow(app, cookie, new URLSearchParams(search).get('state'));
    returnTo = flow.returnTo;
    const { purpose, challenge } = flow;
    const identity = await exchange(app, flow, search);
    const ticket = (needsCode: boolean) =>
      issueTicket(app, { purpose, identity, challenge }).then(
        (ticket): OidcOutcome => ({ do: 'ticket', returnTo: flow.returnTo, ticket, needsCode }),
      );
    if (challenge !== null) return await ticket(false);
    try {
      const session = await signInByIdentity(app, identity, origin, {});
      return { do: 'signed-in', returnTo, session };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'two-factor-required') return await ticket(true);
      throw error;
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log(app, error);
    return { do: 'failed', returnTo, error };
  }
}

/** Without the causes themselves, which hold tokens and claims. */
function log(app: App, error: DomainError): void {
  const failure = error instanceof OidcError ? error.failure : error.kind;
  app.log.warn({ failure, because: messagesOf(error.cause) }, 'a sign-in by a provider failed');
}

const messagesOf = (cause: unknown): string[] =>
  cause instanceof Error ? [cause.message, ...messagesOf(cause.cause)] : [];
