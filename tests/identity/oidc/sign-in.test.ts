import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { freePort } from '../../../src/platform/processes/ports.js';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { type TestService, testService } from '../../support/service.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from '../support/accounts.js';
import { withTwoFactor } from '../support/authenticator.js';
import { Browser, ticketOf } from '../support/browser.js';
import { type OpenidProvider, openidProvider, REMOTE_URL } from '../support/openid.js';
import { actionsOf, letSessionsAge, rows } from '../support/rows.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };
const START = '/auth/oidc/start?returnTo=/app';
const ME = '{ me { email name role hasPassword signInProviders { id } } }';

const bob = { subject: 'bob-1', claims: { email: 'Bob@example.com', email_verified: true, name: 'Bob' } };
const codesOf = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);

const serviceWith = (provider: OpenidProvider, more: Record<string, string> = {}) =>
  testService({ ...KEYS, ...provider.env, ...more }, 'api');

const verifyAddresses = (service: TestService) => rows(service, 'UPDATE app_user SET email_verified = true');

test('somebody who was invited signs in by the provider, without a password', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  const { url } = service;
  expect(await service.run('{ signInProviders { id name startUrl } }')).toEqual({
    signInProviders: [
      { id: 'sso', name: 'Ours', startUrl: 'http://bids.localhost/auth/oidc/start?provider=sso' },
    ],
  });
  const ada = await account(url, 'ada@example.com');
  const browser = new Browser(url);
  provider.signsIn = bob;
  const uninvited = await browser.open(START);
  expect(uninvited.url.href).toBe('http://bids.localhost/app?error=INVITATION_NEEDED');
  expect(browser.cookie('bidwright_session')).toBeNull();

  const invitation = { email: 'bob@example.com', role: 'reviewer' };
  await mutate(url, ada.token, 'inviteMember', invitation, 'invitation { id }');
  expect((await browser.open(START)).url.href).toBe('http://bids.localhost/app');
  // The provider knew him by its own session.
  expect(provider.logins).toBe(1);
  expect((await browser.ask(ME)).data.me).toEqual({
    email: 'bob@example.com',
    name: 'Bob',
    role: 'reviewer',
    hasPassword: false,
    signInProviders: [{ id: 'sso' }],
  });
  expect(browser.cookie('bidwright_oidc')).toBeNull();
  const sessions = await rows(
    service,
    'SELECT ip_address, user_agent, active_organization_id, token FROM auth_session ORDER BY created_at DESC LIMIT 1',
  );
  expect(sessions[0]).toMatchObject({
    ip_address: '127.0.0.1',
    user_agent: expect.any(String),
    active_organization_id: expect.any(String),
    token: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect((await actionsOf(service)).slice(-3)).toEqual([
    'invitation.created',
    'invitation.accepted',
    'session.created',
  ]);

  // He is known by issuer and subject, whatever becomes of his address there, and of somebody else's with the same.
  provider.signsIn = { subject: 'bob-1', claims: { email: 'robert@example.com', email_verified: true } };
  const again = new Browser(url);
  await again.open(START);
  expect((await again.ask(ME)).data.me.email).toBe('bob@example.com');
  provider.signsIn = { subject: 'not-bob', claims: { email: 'robert@example.com', email_verified: true } };
  expect((await new Browser(url).open(START)).url.searchParams.get('error')).toBe('INVITATION_NEEDED');
});

test('the first account may be that of a provider, and ends single-user mode', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  expect((await service.run('{ me { email } }')).me.email).toBe('sales@company.com');
  provider.signsIn = bob;
  const browser = new Browser(service.url);
  await browser.open(START);
  expect((await browser.ask(ME)).data.me).toMatchObject({ email: 'bob@example.com', role: 'owner' });
  expect((await service.run('{ me { email } }')).me).toBeNull();
});

test('nobody takes a service over by a provider that others can reach', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, { SIGN_UP: 'open', PUBLIC_URL: REMOTE_URL });
  provider.signsIn = bob;
  const page = await new Browser(service.url, REMOTE_URL).open(START);
  expect(page.url.href).toBe(`${REMOTE_URL}/app?error=FIRST_ACCOUNT`);
  expect(await rows(service, 'SELECT * FROM auth_account')).toEqual([]);
});

test('many first sign-ins at once make one account', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, { SIGN_UP: 'open' });
  provider.signsIn = bob;
  const browsers = Array.from({ length: 5 }, () => new Browser(service.url));
  const pages = await Promise.all(browsers.map((browser) => browser.open(START)));
  expect(pages.map(({ url }) => url.href)).toEqual(Array(5).fill('http://bids.localhost/app'));
  expect(await rows(service, "SELECT count(*)::int AS n FROM app_user WHERE email LIKE 'bob%'")).toEqual([
    { n: 1 },
  ]);
});

test('an account is linked where both sides have verified the address, and no other', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, { SIGN_UP: 'open' });
  const { url } = service;
  const owner = await account(url, 'bob@example.com');
  const errorOf = async (claims: object) => {
    provider.signsIn = { subject: 'bob-1', claims };
    return (await new Browser(url).open(START)).url.searchParams.get('error');
  };
  expect(await errorOf({ email: 'bob@example.com', email_verified: false })).toBe('EMAIL_NOT_VERIFIED');
  expect(await errorOf({ email: 'bob@example.com' })).toBe('EMAIL_NOT_VERIFIED');
  expect(await errorOf({})).toBe('EMAIL_NOT_VERIFIED');
  await verifyAddresses(service);
  expect(await errorOf(bob.claims)).toBeNull();
  expect(await actionsOf(service)).toContain('user.provider-linked');
  expect((await mailsOf(service)).at(-1)).toContain('was linked to a provider');
  const me = (await askAs(url, owner.token, ME)).body.data.me;
  expect(me).toMatchObject({ hasPassword: true, signInProviders: [{ id: 'sso' }] });

  const unlink = () => mutate(url, owner.token, 'unlinkProvider', { provider: 'sso' });
  expect(codesOf(await unlink())).toEqual([]);
  expect(codesOf(await unlink())).toEqual(['NOT_FOUND']);
});

test('whoever is signed in links a provider, whatever the address there', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, { SIGN_UP: 'open' });
  const { url } = service;
  const [ada, eve] = [await account(url, 'ada@example.com'), await account(url, 'eve@example.com')];
  provider.signsIn = { subject: 'ada-1', claims: { email: 'ada@elsewhere.example' } };
  const browser = new Browser(url);
  const link = await ticketOf(browser, 'link');
  // A ticket is for one thing.
  expect(codesOf(await mutate(url, null, 'finishSignIn', link, 'token'))).toEqual(['INVALID_INPUT']);
  expect(codesOf(await mutate(url, ada.token, 'linkProvider', link))).toEqual([]);
  expect(codesOf(await mutate(url, ada.token, 'linkProvider', link))).toEqual(['INVALID_INPUT']);
  expect(codesOf(await mutate(url, eve.token, 'linkProvider', await ticketOf(browser, 'link')))).toEqual([
    'CONFLICT',
  ]);
  await letSessionsAge(service);
  const late = await ticketOf(browser, 'link');
  expect(codesOf(await mutate(url, ada.token, 'linkProvider', late))).toEqual(['REAUTHENTICATE']);
  await browser.open(START);
  expect((await browser.ask(ME)).data.me.email).toBe('ada@example.com');
});

test('a frontend with tokens takes a ticket, once and with its verifier', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider, {
    SIGN_UP: 'open',
    CORS_ORIGINS: 'https://app.example.com',
  });
  const { url } = service;
  provider.signsIn = bob;
  const browser = new Browser(url);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const start = '/auth/oidc/start?returnTo=https://app.example.com/done';
  // Another site gets no session without a proof that it began this.
  expect((await browser.open(start)).status).toBe(422);
  const back = await browser.open(`${start}&challenge=${challenge}`);
  expect(back.url.origin).toBe('https://app.example.com');
  expect(browser.cookie('bidwright_session')).toBeNull();
  const ticket = new URLSearchParams(back.url.hash.slice(1)).get('ticket')!;
  const finish = (given: object) => mutate(url, null, 'finishSignIn', given, 'token');
  expect(codesOf(await finish({ ticket }))).toEqual(['INVALID_INPUT']);
  expect(codesOf(await finish({ ticket, verifier: `${verifier}x` }))).toEqual(['INVALID_INPUT']);
  const both = await Promise.all([finish({ ticket, verifier }), finish({ ticket, verifier })]);
  expect(both.flatMap(codesOf)).toEqual(['INVALID_INPUT']);
  const token = both.map((payload) => payload.token).find(Boolean);
  expect((await askAs(url, token, ME)).body.data.me.email).toBe('bob@example.com');
  expect(await rows(service, "SELECT * FROM auth_verification WHERE identifier LIKE 'oidc ticket%'")).toEqual(
    [],
  );
});

test('a second factor is asked for after the provider, too', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  await verifyAddresses(service);
  const app = await withTwoFactor(url, ada);
  provider.signsIn = { subject: 'ada-1', claims: { email: 'ada@example.com', email_verified: true } };
  const browser = new Browser(url);
  const back = await browser.open(START);
  const given = Object.fromEntries(new URLSearchParams(back.url.hash.slice(1)));
  expect(given).toEqual({ ticket: expect.any(String), error: 'TWO_FACTOR_REQUIRED' });
  expect(browser.cookie('bidwright_session')).toBeNull();
  const finish = (code?: string) =>
    mutate(url, null, 'finishSignIn', { ticket: given.ticket, ...(code && { code }) }, 'token');
  expect(codesOf(await finish())).toEqual(['TWO_FACTOR_REQUIRED']);
  for (let attempt = 1; attempt <= 5; attempt++)
    expect(codesOf(await finish(app.wrongCode()))).toEqual(['UNAUTHENTICATED']);
  // The same count as of sign-ins by password.
  expect(codesOf(await finish(app.nextCode()))).toEqual(['LOCKED']);
  expect(codesOf(await signInAs(url, ada.email, PASSWORD, app.nextCode()))).toEqual(['LOCKED']);
  await rows(service, 'DELETE FROM sign_in_lock');
  const { token } = await finish(app.nextCode());
  expect((await askAs(url, token, ME)).body.data.me.email).toBe('ada@example.com');
  const reasons = await rows(
    service,
    "SELECT details->>'factor' AS factor FROM audit_record WHERE action = 'session.refused'",
  );
  expect(reasons.every(({ factor }) => factor === 'code')).toBe(true);
});

test('a sign-in may begin on any name of the service, and ends on that of PUBLIC_URL', async () => {
  const port = await freePort();
  const names = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  await using provider = await openidProvider({}, names);
  provider.signsIn = bob;
  for (const [root, begun] of [names, names.toReversed()] as [string, string][]) {
    await using _service = await serviceWith(provider, {
      PORT: `${port}`,
      PUBLIC_URL: root,
      SIGN_UP: 'open',
    });
    const browser = new Browser(root, root);
    await account(root, 'ada@example.com');
    expect((await browser.open(`${begun}${START}`)).url.href).toBe(`${root}/app`);
    expect((await browser.ask(ME)).data.me.email).toBe('bob@example.com');
  }
});

test('whoever has no password signs in again at the provider before sensitive changes', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  const { url } = service;
  provider.signsIn = bob;
  const browser = new Browser(url);
  const finished = await mutate(
    url,
    null,
    'finishSignIn',
    await ticketOf(browser),
    'token user { email role }',
  );
  const { token, user } = finished;
  expect((await askAs(url, token, '{ me { email role } }')).body.data.me).toEqual(user);
  expect(user).toMatchObject({ email: 'bob@example.com' });
  const invite = () =>
    mutate(url, token, 'inviteMember', { email: 'eve@example.com', role: 'viewer' }, 'invitation { id }');
  // This provider does not say when he signed in: it may have been long ago.
  expect(codesOf(await invite())).toEqual(['REAUTHENTICATE']);
  expect(codesOf(await mutate(url, token, 'reauthenticate', { password: PASSWORD }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await mutate(url, token, 'reauthenticate', {}))).toEqual(['INVALID_INPUT']);
  // One that was got without being asked again does not do.
  const lazy = await ticketOf(browser);
  expect(codesOf(await mutate(url, token, 'reauthenticate', lazy))).toEqual(['INVALID_INPUT']);

  const { logins } = provider;
  const fresh = await ticketOf(browser, 'reauthenticate');
  expect(provider.logins).toBe(logins + 1);
  expect(codesOf(await mutate(url, token, 'reauthenticate', fresh))).toEqual([]);
  expect((await actionsOf(service)).at(-1)).toBe('session.reauthenticated');
  expect(codesOf(await invite())).toEqual([]);

  provider.signsIn = { subject: 'eve-1', claims: { email: 'eve@example.com', email_verified: true } };
  const other = await ticketOf(new Browser(url), 'reauthenticate');
  expect(codesOf(await mutate(url, token, 'reauthenticate', other))).toEqual(['UNAUTHENTICATED']);
  // Nothing else to sign in by would be left.
  expect(codesOf(await mutate(url, token, 'unlinkProvider', { provider: 'sso' }))).toEqual(['CONFLICT']);
});

test('who deleted the account does not come back by the provider, linked or not', async () => {
  await using provider = await openidProvider();
  await using service = await serviceWith(provider);
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  for (const linked of [true, false]) {
    const email = linked ? 'bob@example.com' : 'eve@example.com';
    await mutate(url, ada.token, 'inviteMember', { email, role: 'viewer' }, 'invitation { id }');
    const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
    const person = await account(url, email, { invitationToken });
    provider.signsIn = { subject: email, claims: { email, email_verified: true } };
    if (linked) expect((await new Browser(url).open(START)).url.search).toBe('');
    await mutate(url, person.token, 'deleteAccount', { confirm: true });
    expect((await new Browser(url).open(START)).url.search).toBe('?error=ACCOUNT_DISABLED');
  }
  const refused = await rows(service, "SELECT details FROM audit_record WHERE action = 'session.refused'");
  expect(refused).toEqual(Array(2).fill({ details: { factor: 'provider', reason: 'ACCOUNT_DISABLED' } }));
});
