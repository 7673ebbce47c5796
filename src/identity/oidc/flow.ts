import type { App } from '../../app-types.js';
import { invalidInput } from '../../platform/errors.js';
import { VaultError } from '../../platform/secrets/vault.js';
import { isLoopbackUrl } from '../../platform/settings/oidc-settings.js';
import { OidcError } from './errors.js';

/** What a sign-in at a provider is for. */
export type OidcPurpose = 'sign-in' | 'link' | 'reauthenticate';

/** A sign-in that was begun: what the browser brings back, sealed, in a cookie. */
export interface OidcFlow {
  providerId: string;
  purpose: OidcPurpose;
  /** Where the browser goes in the end; null where nobody said. */
  returnTo: string | null;
  /** SHA-256, in base64url, of what the frontend keeps to itself until it takes the ticket; null for a cookie at once. */
  challenge: string | null;
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** How long somebody may take at the provider. */
export const FLOW_MS = 10 * 60_000;

const CONTEXT = { table: 'oidc flow', id: '', organizationId: '' };

export const sealFlow = ({ vault }: Pick<App, 'vault'>, flow: OidcFlow): string =>
  vault.seal(JSON.stringify(flow), CONTEXT);

/**
 * Reads the cookie of a sign-in, for the answer that has this state.
 * @throws {OidcError} STATE_MISMATCH, EXPIRED
 */
export function openFlow(
  { vault, clock }: Pick<App, 'vault' | 'clock'>,
  sealed: string | null,
  state: string | null,
): OidcFlow {
  const flow = sealed === null ? null : opened(vault, sealed);
  if (!flow || flow.state !== state) throw new OidcError('STATE_MISMATCH');
  if (clock().getTime() - flow.startedAt > FLOW_MS) throw new OidcError('EXPIRED');
  return flow;
}

function opened(vault: App['vault'], sealed: string): OidcFlow | null {
  try {
    return JSON.parse(vault.open(sealed, CONTEXT)) as OidcFlow;
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

/**
 * An address within the service, or of a frontend that may talk to it: nobody else is handed on to, as links that begin
 * with our own address are trusted.
 * @param given a path, or a URL of an allowed origin
 * @param origins those of CORS_ORIGINS; where there are none and the service is on loopback, so may the frontend be
 * @throws {DomainError} invalid-input
 */
export function returnAddress(given: string, root: string, origins: ReadonlySet<string>): string {
  const refused = () =>
    invalidInput('returnTo must be a path of this service, or lead to an origin of CORS_ORIGINS.', [
      'returnTo',
    ]);
  if (!URL.canParse(given, root)) throw refused();
  const { origin, href, username, password } = new URL(given, root);
  const isOurs = origin === new URL(root).origin || origins.has(origin);
  const isBesideUs =
    origins.size === 0 && isLoopbackUrl(root) && /^https?:/.test(href) && isLoopbackUrl(href);
  if ((!isOurs && !isBesideUs) || username || password) throw refused();
  return href;
}
