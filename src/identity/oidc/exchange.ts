import * as client from 'openid-client';
import type { App } from '../../app-types.js';
import { identityOf, type OidcIdentity } from './claims.js';
import { OidcError, type OidcFailure } from './errors.js';
import type { OidcFlow } from './flow.js';

/**
 * Takes the answer of a provider for an identity: the code for tokens, and the id_token for what it says, after its
 * signature, issuer, audience, nonce and times were checked (OpenID Connect Core 1.0, 3.1.3.7).
 * @param search of the address that the provider sent the browser to
 * @throws {OidcError}
 */
export async function exchange(app: App, flow: OidcFlow, search: string): Promise<OidcIdentity> {
  const { oidc } = app.identity;
  const provider = oidc.provider(flow.providerId);
  const configuration = await oidc.configurationOf(provider);
  const elapsedSeconds = Math.ceil((app.clock().getTime() - flow.startedAt) / 1000);
  try {
    const tokens = await client.authorizationCodeGrant(
      configuration,
      new URL(`${oidc.redirectUri}${search}`),
      {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.codeVerifier,
        idTokenExpected: true,
        // Whoever is to sign in again does so after it was begun.
        ...(flow.purpose === 'reauthenticate' && { maxAge: elapsedSeconds }),
      },
    );
    const claims = tokens.claims()!;
    const isComplete = claims.email !== undefined || !configuration.serverMetadata().userinfo_endpoint;
    const more = isComplete ? {} : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    const { sub, auth_time } = claims;
    return identityOf(provider, { ...claims, ...more, sub, auth_time });
  } catch (error) {
    throw error instanceof OidcError ? error : new OidcError(failureOf(error), { cause: error });
  }
}

/** What the library throws, in our words. */
export function failureOf(error: unknown): OidcFailure {
  if (error instanceof client.AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'CANCELLED';
    const isAway = error.error === 'temporarily_unavailable' || error.error === 'server_error';
    return isAway ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED';
  }
  if (error instanceof client.ResponseBodyError)
    return error.status >= 500 ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED';
  const { code, cause } = error as { code?: string; cause?: unknown };
  if (cause instanceof Response && cause.status >= 500) return 'PROVIDER_UNAVAILABLE';
  if (code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && !code)) return 'PROVIDER_UNAVAILABLE';
  if (claimAtFault(cause) === 'auth_time') return 'NOT_REAUTHENTICATED';
  return 'INVALID_RESPONSE';
}

/** Which claim of an id_token was not accepted; undefined where it was something else. */
const claimAtFault = (error: unknown): unknown =>
  error instanceof Error ? (error.cause as { claim?: unknown } | undefined)?.claim : undefined;
