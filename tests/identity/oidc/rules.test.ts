import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../../../src/identity/oidc/claims.js';
import { failureOf } from '../../../src/identity/oidc/exchange.js';
import { returnAddress } from '../../../src/identity/oidc/flow.js';
import { decide, type Known } from '../../../src/identity/oidc/rules.js';
import { parseEnv } from '../../../src/platform/settings/env.js';

const nobody: Known = {
  linked: null,
  email: 'a@example.com',
  sameEmail: null,
  needsSetupCode: false,
  mayJoin: false,
};
const user = { userId: 'u', isDeleted: false };

test.each<[string, Partial<Known>, ReturnType<typeof decide>]>([
  ['one who is linked signs in', { linked: user }, { do: 'sign-in', userId: 'u' }],
  ['even without an address', { linked: user, email: null }, { do: 'sign-in', userId: 'u' }],
  [
    'even where somebody else has the address',
    { linked: user, sameEmail: { userId: 'other', isDeleted: false, isVerified: true } },
    { do: 'sign-in', userId: 'u' },
  ],
  [
    'not where the account was deleted',
    { linked: { ...user, isDeleted: true } },
    { do: 'refuse', failure: 'ACCOUNT_DISABLED' },
  ],
  [
    'one without a verified address is refused',
    { email: null, mayJoin: true },
    { do: 'refuse', failure: 'EMAIL_NOT_VERIFIED' },
  ],
  [
    'an account with the address is linked',
    { sameEmail: { ...user, isVerified: true } },
    { do: 'link', userId: 'u' },
  ],
  [
    'and taken over where it is not verified',
    { sameEmail: { ...user, isVerified: false }, mayJoin: true },
    { do: 'claim', userId: 'u' },
  ],
  [
    'nor where it was deleted',
    { sameEmail: { userId: 'u', isDeleted: true, isVerified: true }, mayJoin: true },
    { do: 'refuse', failure: 'ACCOUNT_DISABLED' },
  ],
  [
    'the first account needs its code',
    { needsSetupCode: true, mayJoin: true },
    { do: 'refuse', failure: 'FIRST_ACCOUNT' },
  ],
  ['a stranger who may join gets an account', { mayJoin: true }, { do: 'create', email: 'a@example.com' }],
  ['and no other', {}, { do: 'refuse', failure: 'INVITATION_NEEDED' }],
])('%s', (_name, known, decision) => expect(decide({ ...nobody, ...known })).toEqual(decision));

const provider = {
  ...{ id: 'sso', name: 'Ours', issuer: 'https://id.example', clientId: 'c', clientSecret: 's' },
  ...{ domains: [] as string[], trustsEmail: false },
};

test('claims are read as they come', () => {
  const claims = {
    sub: '1',
    email: ' Ada@Example.com ',
    email_verified: 'true',
    name: 'Ada\u0000 L',
    auth_time: 5,
  };
  expect(identityOf(provider, claims)).toEqual({
    issuer: 'https://id.example',
    subject: '1',
    email: 'ada@example.com',
    name: 'Ada L',
    authTime: 5,
  });
  expect(identityOf(provider, { sub: '1', email: 'ada@example.com', email_verified: 1 }).email).toBeNull();
  expect(identityOf(provider, { sub: '1', email: 'no address', email_verified: true }).email).toBeNull();
  expect(identityOf(provider, { sub: '1', email: 'ada@example.com' })).toMatchObject({
    name: 'ada',
    authTime: null,
  });
});

test('a frontend under development on the same machine is returned to, where no origins are named', () => {
  const none = new Set<string>();
  expect(returnAddress('http://localhost:3000/x', 'http://127.0.0.1:4000', none)).toBe(
    'http://localhost:3000/x',
  );
  expect(returnAddress('app?x=1', 'http://127.0.0.1:4000', none)).toBe('http://127.0.0.1:4000/app?x=1');
  for (const [address, root, origins] of [
    ['http://localhost:3000/x', 'https://bids.example.com', none],
    ['http://localhost:3000/x', 'http://127.0.0.1:4000', new Set(['https://app.example.com'])],
    ['ftp://localhost/x', 'http://127.0.0.1:4000', none],
  ] as const)
    expect(() => returnAddress(address, root, origins)).toThrow('returnTo');
});

test('what the library throws is told apart', () => {
  const answered = (error: string) =>
    new client.AuthorizationResponseError('', { cause: new URLSearchParams({ error }) });
  expect(failureOf(answered('access_denied'))).toBe('CANCELLED');
  expect(failureOf(answered('temporarily_unavailable'))).toBe('PROVIDER_UNAVAILABLE');
  expect(failureOf(answered('unauthorized_client'))).toBe('PROVIDER_REFUSED');
  expect(failureOf(Object.assign(new client.ClientError(''), { code: 'OAUTH_TIMEOUT' }))).toBe(
    'PROVIDER_UNAVAILABLE',
  );
  const cause = new Response('', { status: 502 });
  expect(failureOf(new client.ClientError('', { cause }))).toBe('PROVIDER_UNAVAILABLE');
  expect(failureOf(new TypeError('fetch failed'))).toBe('PROVIDER_UNAVAILABLE');
  expect(failureOf(Object.assign(new client.ClientError(''), { code: 'OAUTH_INVALID_RESPONSE' }))).toBe(
    'INVALID_RESPONSE',
  );
});

describe('the settings', () => {
  const one = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's' };
  const problemsOf = (source: Record<string, string>): string[] => {
    try {
      parseEnv(source);
      return [];
    } catch (error) {
      return (error as { problems: string[] }).problems;
    }
  };

  test('name no provider, one, or several', () => {
    expect(parseEnv({}).identity.oidc).toBeNull();
    expect(parseEnv(one).identity.oidc).toEqual([{ ...provider, name: 'id.example' }]);
    const several = parseEnv({
      OIDC_PROVIDERS: 'entra, google',
      OIDC_ENTRA_ISSUER: 'https://login.example/tenant/v2.0',
      OIDC_ENTRA_CLIENT_ID: 'c1',
      OIDC_ENTRA_CLIENT_SECRET: 's1',
      OIDC_ENTRA_DOMAINS: 'Example.com, example.org',
      OIDC_ENTRA_TRUST_EMAIL: 'true',
      OIDC_GOOGLE_ISSUER: 'https://accounts.example',
      OIDC_GOOGLE_CLIENT_ID: 'c2',
      OIDC_GOOGLE_CLIENT_SECRET: 's2',
      OIDC_GOOGLE_NAME: 'Google',
    }).identity.oidc!;
    expect(several.map(({ id, name }) => [id, name])).toEqual([
      ['entra', 'login.example'],
      ['google', 'Google'],
    ]);
    expect(several[0]).toMatchObject({ domains: ['example.com', 'example.org'], trustsEmail: true });
  });

  test.each<[Record<string, string>, string]>([
    [{ OIDC_ISSUER: 'https://id.example' }, 'OIDC_CLIENT_ID'],
    [{ OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's' }, 'OIDC_ISSUER'],
    [{ ...one, OIDC_ISSUER: 'http://id.example' }, 'OIDC_ISSUER'],
    [{ ...one, OIDC_ISSUER: 'https://id.example?x=1' }, 'OIDC_ISSUER'],
    [{ ...one, OIDC_DOMAINS: '@example.com' }, 'OIDC_DOMAINS'],
    [{ ...one, OIDC_TRUST_EMAIL: 'true' }, 'OIDC_TRUST_EMAIL'],
    [{ ...one, HOST: '0.0.0.0' }, 'PUBLIC_URL'],
    [{ ...one, PUBLIC_URL: 'http://bids.example.com' }, 'PUBLIC_URL'],
    [{ OIDC_PROVIDERS: 'a b' }, 'OIDC_PROVIDERS'],
    [{ OIDC_PROVIDERS: 'okta' }, 'OIDC_OKTA_ISSUER'],
  ])('%j are refused', (source, name) => {
    expect(problemsOf(source)).toContainEqual(expect.stringContaining(name));
  });

  test('allow http on loopback', () => {
    expect(problemsOf({ ...one, OIDC_ISSUER: 'http://localhost:8080/realms/x' })).toEqual([]);
  });
});
