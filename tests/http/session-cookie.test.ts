import { expect, test } from 'vitest';
import { sessionCookie } from '../../src/http/requests/authenticate.js';
import { flowCookie } from '../../src/http/routes/oidc.js';
import { parseEnv } from '../../src/platform/settings/env.js';

const SESSION = { token: 'token', expiresAt: new Date('2026-12-05T10:00:00Z') };

const cookie = (env: Record<string, string>, session: typeof SESSION | null = SESSION) =>
  sessionCookie({ env: parseEnv(env) }, session).split('; ');

test.each<Record<string, string>>([{ PUBLIC_URL: 'https://bids.example.com' }, { HOST: '0.0.0.0' }])(
  'with %o the cookie is for https and this host alone',
  (env) => {
    const [pair, ...attributes] = cookie(env);
    expect(pair).toBe('__Host-bidwright_session=token');
    expect(attributes).toEqual([
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      'Expires=Sat, 05 Dec 2026 10:00:00 GMT',
      'Secure',
    ]);
    // Else a browser would not take it away.
    expect(cookie(env, null)).toEqual(expect.arrayContaining(['__Host-bidwright_session=', 'Secure']));
  },
);

test('on this machine, by http, the cookie goes without what browsers demand https for', () => {
  const [pair, ...attributes] = cookie({});
  expect(pair).toBe('bidwright_session=token');
  expect(attributes).toContain('HttpOnly');
  expect(attributes).not.toContain('Secure');
});

test('so is the cookie of a sign-in at a provider', () => {
  const flow = (env: Record<string, string>) => flowCookie({ env: parseEnv(env) }, 'flow').split('; ');
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600'];
  expect(flow({ PUBLIC_URL: 'https://bids.example.com' })).toEqual([
    '__Host-bidwright_oidc=flow',
    ...attributes,
    'Secure',
  ]);
  expect(flow({})).toEqual(['bidwright_oidc=flow', ...attributes]);
});
