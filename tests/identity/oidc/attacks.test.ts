import { describe, expect, test } from 'vitest';
import { openFlow, sealFlow } from '../../../src/identity/oidc/flow.js';
import { newMasterKey, parseMasterKeys } from '../../../src/platform/secrets/master-key.js';
import { createVault } from '../../../src/platform/secrets/vault.js';
import { testService } from '../../support/service.js';
import { Browser } from '../support/browser.js';
import { type IdToken, type OpenidProvider, openidProvider } from '../support/openid.js';

const MASTER_KEY = newMasterKey();
const START = '/auth/oidc/start?returnTo=/app';
const bob = { subject: 'bob-1', claims: { email: 'bob@example.com', email_verified: true } };
const eve = { subject: 'eve-1', claims: { email: 'eve@example.com', email_verified: true } };

const serviceWith = (provider: OpenidProvider, more: Record<string, string> = {}) =>
  testService({ BIDWRIGHT_MASTER_KEYS: MASTER_KEY, SIGN_UP: 'open', ...provider.env, ...more }, 'api');

const isCallback = (url: URL) => url.pathname === '/auth/oidc/callback';
const sessionOf = (browser: Browser) => browser.cookie('bidwright_session');
const errorOf = ({ url }: { url: URL }) => url.searchParams.get('error');

/** A browser that is about to bring the answer of the provider, and the cookie that goes with it. */
async function answered(url: string) {
  const browser = new Browser(url);
  const { url: answer } = await browser.open(START, isCallback);
  return { browser, answer, flow: browser.cookie('bidwright_oidc')! };
}

test('the answer to another browser signs nobody in', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  provider.signsIn = eve;
  const attacker = new Browser(service.url);
  const { url: answer } = await attacker.open(START, isCallback);
  for (const begin of [false, true]) {
    const victim = new Browser(service.url);
    if (begin) {
      provider.signsIn = bob;
      await victim.open(START, isCallback);
    }
    const page = await victim.open(answer.href);
    expect(page).toMatchObject({ status: 401, text: expect.stringContaining('STATE_MISMATCH') });
    expect(sessionOf(victim)).toBeNull();
  }
  // It was not used up by that.
  expect((await attacker.open(answer.href)).url.pathname).toBe('/app');
});

test('an answer is worth one sign-in', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  provider.signsIn = bob;
  const { browser, answer, flow } = await answered(service.url);
  expect(errorOf(await browser.open(answer.href))).toBeNull();
  const again = new Browser(service.url);
  expect(await again.open(answer.href)).toMatchObject({ status: 401 });
  // Even with the cookie, the provider gives no tokens for it any more.
  again.setCookie('bidwright_oidc', flow);
  expect(errorOf(await again.open(answer.href))).toBe('PROVIDER_REFUSED');
  expect(sessionOf(again)).toBeNull();
});

test('an answer of another provider is refused before it gets the code', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  provider.signsIn = bob;
  const { browser, answer, flow } = await answered(service.url);
  for (const issuer of ['https://evil.example', null]) {
    const other = new URL(answer);
    other.searchParams.delete('iss');
    if (issuer) other.searchParams.set('iss', issuer);
    browser.setCookie('bidwright_oidc', flow);
    expect(errorOf(await browser.open(other.href))).toBe('INVALID_RESPONSE');
    expect(sessionOf(browser)).toBeNull();
  }
  // The code was not used up by that.
  browser.setCookie('bidwright_oidc', flow);
  expect(errorOf(await browser.open(answer.href))).toBeNull();
});

describe('an id_token is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const forgeries: [string, (token: IdToken) => IdToken][] = [
    ['of another nonce', (token) => ({ ...token, claims: { ...token.claims, nonce: 'another' } })],
    ['of no nonce', ({ header, claims: { nonce: _, ...claims } }) => ({ header, claims })],
    ['for another client', (token) => ({ ...token, claims: { ...token.claims, aud: 'another' } })],
    ['of another issuer', (token) => ({ ...token, claims: { ...token.claims, iss: 'http://127.0.0.1:1' } })],
    ['that has expired', (token) => ({ ...token, claims: { ...token.claims, exp: now() - 120 } })],
    ['of another key', (token) => ({ ...token, withOtherKey: true })],
    ['without a signature', (token) => ({ ...token, header: { ...token.header, alg: 'none' } })],
  ];

  test.each(forgeries)('%s', async (_name, forge) => {
    await using provider = await openidProvider();
    await using service = await serviceWith(provider);
    provider.signsIn = bob;
    // What is only passed on is accepted; so it is the forgery that is not.
    for (const [change, error] of [
      [(token: IdToken) => token, null],
      [forge, 'INVALID_RESPONSE'],
    ] as const) {
      provider.forge = change;
      const browser = new Browser(service.url);
      expect(errorOf(await browser.open(START))).toBe(error);
      expect(sessionOf(browser) === null).toBe(error !== null);
    }
  });

  test('unless clocks differ by less than a minute', async () => {
    await using provider = await openidProvider();
    await using service = await serviceWith(provider);
    provider.signsIn = bob;
    provider.forge = (token) => ({ ...token, claims: { ...token.claims, iat: now() + 30, exp: now() - 20 } });
    expect(errorOf(await new Browser(service.url).open(START))).toBeNull();
  });

  test('that tells of an old sign-in where a new one was asked for', async () => {
    await using provider = await openidProvider();
    await using service = await serviceWith(provider);
    provider.signsIn = bob;
    provider.forge = (token) => ({ ...token, claims: { ...token.claims, auth_time: now() - 600 } });
    const page = await new Browser(service.url).open(
      `${START}&purpose=reauthenticate&challenge=${'x'.repeat(43)}`,
    );
    expect([errorOf(page), page.url.hash]).toEqual(['NOT_REAUTHENTICATED', '']);
  });
});

test('nobody is led to other sites', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, { CORS_ORIGINS: 'https://app.example.com' });
  for (const address of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'https://app.example.com.evil.example',
    'https://app.example.com@evil.example',
    'https://user:password@app.example.com',
    'http://app.example.com',
    'https://bids.localhost',
    'http://127.0.0.1:3000',
    'javascript:alert(1)',
    'https://',
  ]) {
    const start = `/auth/oidc/start?challenge=${'x'.repeat(43)}&returnTo=${encodeURIComponent(address)}`;
    const page = await new Browser(service.url).open(start);
    expect([address, page.status]).toEqual([address, 422]);
    expect(page.text).toContain('INVALID_INPUT');
  }
});

test('what goes wrong is said on a page, or where the sign-in was begun', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  const browser = new Browser(service.url);
  provider.signsIn = null;
  const cancelled = await browser.open(START);
  expect(cancelled.url.href).toBe('http://bids.localhost/app?error=CANCELLED');
  const page = await browser.open('/auth/oidc/start');
  expect(page).toMatchObject({ status: 401, text: expect.stringContaining('cancelled at the provider') });
  expect(await browser.open('/auth/oidc/start?provider=<b>')).toMatchObject({
    status: 404,
    text: expect.stringContaining('&#60;b&#62;'),
  });
  expect(await browser.open('/auth/oidc/start?purpose=x')).toMatchObject({ status: 422 });
  expect(await browser.open('/auth/oidc/start?purpose=link')).toMatchObject({ status: 422 });
  expect(await browser.open('/auth/oidc/elsewhere')).toMatchObject({ status: 404 });

  provider.signsIn = bob;
  const { url: answer } = await browser.open(START, isCallback);
  await provider.stop();
  expect(errorOf(await browser.open(answer.href))).toBe('PROVIDER_UNAVAILABLE');
});

test('a provider that is away now is asked again later', async () => {
  await using provider = await openidProvider();
  await provider.stop();
  await using service = await serviceWith(provider);
  const page = await new Browser(service.url).open(START);
  expect(page).toMatchObject({ status: 503, text: expect.stringContaining('PROVIDER_UNAVAILABLE') });
  await provider.start();
  provider.signsIn = bob;
  expect((await new Browser(service.url).open(START)).url.pathname).toBe('/app');
});

test('a sign-in that took too long is over, and no cookie of our own making prolongs it', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  provider.signsIn = bob;
  const browser = new Browser(service.url);
  const { url: answer } = await browser.open(START, isCallback);
  const tools = { vault: createVault(parseMasterKeys(MASTER_KEY)), clock: () => new Date() };
  const flow = openFlow(tools, browser.cookie('bidwright_oidc'), answer.searchParams.get('state'));
  const begunAt = (startedAt: number) =>
    browser.setCookie('bidwright_oidc', sealFlow(tools, { ...flow, startedAt }));
  begunAt(Date.now() - 11 * 60_000);
  expect(await browser.open(answer.href)).toMatchObject({
    status: 401,
    text: expect.stringContaining('EXPIRED'),
  });
  browser.setCookie(
    'bidwright_oidc',
    sealFlow({ vault: createVault(parseMasterKeys(newMasterKey())) }, flow),
  );
  expect(await browser.open(answer.href)).toMatchObject({ text: expect.stringContaining('STATE_MISMATCH') });
  begunAt(Date.now() - 9 * 60_000);
  expect((await browser.open(answer.href)).url.href).toBe('http://bids.localhost/app');
});

test('addresses of other domains are refused where the provider is for some', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, {
    OIDC_DOMAINS: 'example.com',
    OIDC_TRUST_EMAIL: 'true',
  });
  const errorFor = async (claims: object) => {
    provider.signsIn = { subject: 'bob-1', claims };
    return errorOf(await new Browser(service.url).open(START));
  };
  for (const email of ['bob@evil.example', 'bob@example.com.evil.example', 'bob@sub.example.com', undefined])
    expect(await errorFor({ email, email_verified: true })).toBe('DOMAIN_NOT_ALLOWED');
  // Trusted where the provider says nothing, not where it says no.
  expect(await errorFor({ email: 'bob@example.com', email_verified: false })).toBe('EMAIL_NOT_VERIFIED');
  expect(await errorFor({ email: 'bob@example.com' })).toBeNull();
});
