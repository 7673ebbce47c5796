import { z } from 'zod';
import type { OidcProvider } from '../../platform/settings/oidc-settings.js';
import { withoutControls } from '../../platform/text/text-input.js';
import { OidcError } from './errors.js';

/** Whom a provider vouches for. */
export interface OidcIdentity {
  issuer: string;
  subject: string;
  /** Null where the provider gives none, or does not say that it is verified. */
  email: string | null;
  name: string;
  /** When the password or whatever else was given at the provider, in seconds since 1970; null where it does not say. */
  authTime: number | null;
}

interface Claims {
  sub: string;
  auth_time?: unknown;
  email?: unknown;
  email_verified?: unknown;
  name?: unknown;
  preferred_username?: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? withoutControls(value).trim() : '');

/**
 * What claims come to: OpenID Connect Core 1.0, 5.1. An account is known by issuer and subject alone (5.7); addresses
 * change hands.
 * @throws {OidcError} DOMAIN_NOT_ALLOWED
 */
export function identityOf(provider: OidcProvider, claims: Claims): OidcIdentity {
  const { issuer, domains, trustsEmail } = provider;
  const address = textOf(claims.email).toLowerCase();
  const isAddress = address.length <= 254 && z.email().safeParse(address).success;
  const isOfDomains = isAddress && domains.includes(address.slice(address.lastIndexOf('@') + 1));
  if (domains.length > 0 && !isOfDomains) throw new OidcError('DOMAIN_NOT_ALLOWED');
  // Some providers write it as text.
  const isVerified = claims.email_verified === true || claims.email_verified === 'true';
  const isTrusted = trustsEmail && isOfDomains && claims.email_verified === undefined;
  const email = isAddress && (isVerified || isTrusted) ? address : null;
  const name = textOf(claims.name) || textOf(claims.preferred_username) || address.split('@')[0]!;
  const authTime = typeof claims.auth_time === 'number' ? claims.auth_time : null;
  return { issuer, subject: claims.sub, email, name: name.slice(0, 200), authTime };
}
