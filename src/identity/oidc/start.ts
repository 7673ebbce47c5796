import * as client from 'openid-client';
import type { App } from '../../app-types.js';
import { invalidInput } from '../../platform/errors.js';
import { type OidcPurpose, returnAddress, sealFlow } from './flow.js';

export interface StartInput {
  providerId: string;
  purpose: OidcPurpose;
  /** Null for the root of the service. */
  returnTo: string | null;
  challenge: string | null;
}

/**
 * Begins a sign-in at a provider: authorization code flow with PKCE (RFC 7636), state and nonce.
 * @returns where the browser goes, and the cookie that it brings back
 * @throws {DomainError} not-found, invalid-input; OidcError
 */
export async function startOidc(app: App, input: StartInput): Promise<{ url: string; flow: string }> {
  const { oidc } = app.identity;
  const { purpose, challenge } = input;
  const provider = oidc.provider(input.providerId);
  const returnTo = input.returnTo && returnAddress(input.returnTo, oidc.root, app.env.exposure.origins);
  const isOurs = !returnTo || new URL(returnTo).origin === new URL(oidc.root).origin;
  if (challenge !== null && !/^[\w-]{43}$/.test(challenge))
    throw invalidInput('challenge must be the SHA-256 of your verifier in base64url: 43 characters.', [
      'challenge',
    ]);
  if (challenge === null && (purpose !== 'sign-in' || !isOurs))
    throw invalidInput('This needs a challenge: the SHA-256, in base64url, of a verifier that you keep.', [
      'challenge',
    ]);
  const configuration = await oidc.configurationOf(provider);
  const secrets = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: oidc.redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: 'S256',
    ...(purpose === 'reauthenticate' && { prompt: 'login', max_age: '0' }),
  });
  const startedAt = app.clock().getTime();
  const flow = sealFlow(app, {
    providerId: provider.id,
    purpose,
    returnTo,
    challenge,
    startedAt,
    ...secrets,
  });
  return { url: url.href, flow };
}
