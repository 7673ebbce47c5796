import { z } from 'zod';
import { isLoopback } from './hosts.js';
import { flag, listed } from './setting-types.js';

/** Somebody else's sign-in that is accepted: an OpenID provider. */
export interface OidcProvider {
  /** What it is called in addresses: `google`. */
  id: string;
  /** What people are shown: `Google`. */
  name: string;
  /** As its discovery document spells it; https, or http on loopback. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Whose addresses may sign in, in lower case; empty for all. */
  domains: string[];
  /** Whether addresses of `domains` count as verified although the provider does not say so. */
  trustsEmail: boolean;
}

/** The list of providers; `OIDC_…` and `OIDC_<ID>_…` are read by `oidcProvidersOf`, as their names are not known before. */
export const oidcVariables = {
  OIDC_PROVIDERS: z
    .string()
    .transform((text) => listed(text.toLowerCase()))
    .refine(
      (ids) => ids.every((id) => /^[a-z][a-z0-9_]{0,29}$/.test(id)) && new Set(ids).size === ids.length,
      'must be names of letters, digits and "_" such as google,entra, each of them once',
    )
    .optional(),
};

/** Whether a URL leads to this machine. */
export const isLoopbackUrl = (url: string): boolean => isLoopback(new URL(url).hostname);

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash } = new URL(text);
  return !search && !hash && (protocol === 'https:' || (protocol === 'http:' && isLoopbackUrl(text)));
};

const settings = z
  .object({
    ISSUER: z
      .string({ error: 'is needed: the URL of the provider' })
      .refine(isIssuer, 'must be an https URL (http on loopback alone), without ? and #'),
    CLIENT_ID: z.string({ error: 'is needed: what the provider calls this service' }),
    CLIENT_SECRET: z.string({ error: 'is needed: the provider shows it with the client id' }),
    NAME: z.string().trim().max(60).optional(),
    DOMAINS: z
      .string()
      .default('')
      .transform((text) => listed(text.toLowerCase()))
      .refine(
        (domains) => domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)),
        'must be domains such as example.com, separated by commas',
      ),
    TRUST_EMAIL: flag.default(false),
  })
  .refine(({ TRUST_EMAIL, DOMAINS }) => !TRUST_EMAIL || DOMAINS.length > 0, {
    path: ['TRUST_EMAIL'],
    message: 'needs DOMAINS: a provider can be trusted with the addresses of its own domains alone',
  });

const NAMES = Object.keys(settings.shape).map((name) => `OIDC_${name}`);

/**
 * The providers that are set up, and what is wrong with them.
 * @param ids of `OIDC_PROVIDERS`; left out: one provider, of `OIDC_ISSUER` and so on
 * @returns null for none
 */
export function oidcProvidersOf(
  given: Record<string, string | undefined>,
  ids: readonly string[] | undefined,
): { providers: OidcProvider[] | null; problems: string[] } {
  const problems: string[] = [];
  const isSingle = ids === undefined && NAMES.some((name) => given[name] !== undefined);
  const prefixes = isSingle ? [['sso', 'OIDC_']] : (ids ?? []).map((id) => [id, `OIDC_${id.toUpperCase()}_`]);
  const providers = prefixes.flatMap(([id, prefix]): OidcProvider[] => {
    const read = Object.fromEntries(
      Object.keys(settings.shape).map((name) => [name, given[`${prefix}${name}`]]),
    );
    const parsed = settings.safeParse(read);
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((i) => `${prefix}${i.path.join('.')}: ${i.message}`));
      return [];
    }
    const { ISSUER, CLIENT_ID, CLIENT_SECRET, NAME, DOMAINS, TRUST_EMAIL } = parsed.data;
    return [
      {
        id: id!,
        name: NAME || new URL(ISSUER).hostname,
        issuer: ISSUER,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        domains: DOMAINS,
        trustsEmail: TRUST_EMAIL,
      },
    ];
  });
  if (new Set(providers.map(({ issuer }) => issuer)).size < providers.length)
    problems.push('OIDC_PROVIDERS: two of them have the same issuer');
  return { providers: providers.length ? providers : null, problems };
}
