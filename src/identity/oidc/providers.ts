import * as client from 'openid-client';
import { notFound } from '../../platform/errors.js';
import { isLoopbackUrl, type OidcProvider } from '../../platform/settings/oidc-settings.js';
import { OidcError } from './errors.js';

export const CALLBACK_PATH = '/auth/oidc/callback';

const TIMEOUT_SECONDS = 10;
/** How far the clocks of a provider and ours may be apart. */
export const CLOCK_TOLERANCE_SECONDS = 60;
const DISCOVERED_ANEW_MS = 3_600_000;

/** Providers of this process, with what was discovered of them. */
export function createOidc(providers: readonly OidcProvider[], root: string) {
  const discovered = new Map<string, { at: number; configuration: Promise<client.Configuration> }>();
  return {
    providers,
    /** Where providers send people back to. */
    redirectUri: `${root}${CALLBACK_PATH}`,
    root,
    /** @throws {DomainError} not-found */
    provider(id: string): OidcProvider {
      const found = providers.find((provider) => provider.id === id);
      if (!found) throw notFound(`The provider "${id}"`);
      return found;
    },
    /** @throws {OidcError} PROVIDER_UNAVAILABLE, which the next call tries again */
    async configurationOf(provider: OidcProvider): Promise<client.Configuration> {
      const known = discovered.get(provider.id);
      if (known && Date.now() - known.at < DISCOVERED_ANEW_MS) return known.configuration;
      const configuration = discover(provider);
      discovered.set(provider.id, { at: Date.now(), configuration });
      try {
        return await configuration;
      } catch (error) {
        discovered.delete(provider.id);
        throw new OidcError('PROVIDER_UNAVAILABLE', { cause: error });
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcProvider): Promise<client.Configuration> {
  // The settings allow http on loopback alone.
  const overHttp = issuer.startsWith('http:') && isLoopbackUrl(issuer) ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
    execute: overHttp,
    timeout: TIMEOUT_SECONDS,
  });
  const server = found.serverMetadata();
  // Discovery 1.0, 3: left out, it is client_secret_basic.
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const authentication = methods.includes('client_secret_basic')
    ? client.ClientSecretBasic(clientSecret)
    : client.ClientSecretPost(clientSecret);
  const metadata = { [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const configuration = new client.Configuration(server, clientId, metadata, authentication);
  configuration.timeout = TIMEOUT_SECONDS;
  // The signature of the id_token is checked, although it comes from the provider by TLS.
  client.enableNonRepudiationChecks(configuration);
  for (const allow of overHttp) allow(configuration);
  return configuration;
}
