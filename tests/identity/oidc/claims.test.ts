import { expect, test } from 'vitest';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { testService } from '../../support/service.js';
import { smtpServer } from '../../support/smtp-server.js';
import {
  account,
  askAs,
  mailsOf,
  mutate,
  PASSWORD,
  settled,
  signInAs,
  tokenIn,
} from '../support/accounts.js';
import { Browser, ticketOf } from '../support/browser.js';
import { openidProvider } from '../support/openid.js';
import { actionsOf, rows } from '../support/rows.js';

const OPEN = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const START = '/auth/oidc/start?returnTo=/app';
const ME = '{ me { email hasPassword signInProviders { id } } }';
const ANOTHER = 'entirely different words';

const codesOf = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);

test('who makes an account with an address of somebody else keeps no way into it once its owner comes', async () => {
  await using provider = await openidProvider();
  await using service = await testService({ ...OPEN, ...provider.env }, 'api');
  const { url } = service;
  await account(url, 'ada@example.com');

  const ownerComes: Record<string, (email: string) => Promise<string | null>> = {
    async reset(email) {
      await mutate(url, null, 'requestPasswordReset', { email });
      const token = tokenIn((await mailsOf(service)).at(-1)!);
      expect((await mutate(url, null, 'resetPassword', { token, password: ANOTHER })).ok).toBe(true);
      return (await signInAs(url, email, ANOTHER)).token;
    },
    async verification(email) {
      await mutate(url, null, 'sendVerificationEmail', { email });
      const token = tokenIn((await mailsOf(service)).at(-1)!);
      expect((await mutate(url, null, 'verifyEmail', { token })).ok).toBe(true);
      return null;
    },
    async provider(email) {
      provider.signsIn = { subject: email, claims: { email, email_verified: true } };
      const ticket = await ticketOf(new Browser(url));
      return (await mutate(url, null, 'finishSignIn', ticket, 'token')).token;
    },
  };

  for (const [way, comes] of Object.entries(ownerComes)) {
    const email = `bob-${way}@example.com`;
    const eve = await account(url, email);
    const identity = {
      subject: `eve-${way}`,
      claims: { email: `eve-${way}@example.com`, email_verified: true },
    };
    provider.signsIn = identity;
    expect(
      codesOf(await mutate(url, eve.token, 'linkProvider', await ticketOf(new Browser(url), 'link'))),
    ).toEqual([]);
    const { key } = await mutate(
      url,
      eve.token,
      'createApiKey',
      { name: 'CI', scopes: ['workflows.view'] },
      'key',
    );
    const accomplice = { email: `mallory-${way}@example.com`, role: 'admin' };
    await mutate(url, eve.token, 'inviteMember', accomplice, 'invitation { id }');
    const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);

    const owner = await comes(email);
    for (const token of [eve.token, key])
      expect((await askAs(url, token, '{ workflows { edges { cursor } } }')).status, way).toBe(401);
    expect(codesOf(await signInAs(url, email)), way).toEqual(['UNAUTHENTICATED']);
    provider.signsIn = identity;
    const browser = new Browser(url);
    await browser.open(START);
    expect((await browser.ask(ME)).data.me.email, way).toBe(identity.claims.email);
    await expect(account(url, accomplice.email, { invitationToken }), way).rejects.toThrow('INVALID_INPUT');
    if (owner)
      expect((await askAs(url, owner, ME)).body.data.me).toEqual({
        email,
        hasPassword: way === 'reset',
        signInProviders: way === 'provider' ? [{ id: 'sso' }] : [],
      });
    const told = (await mailsOf(service)).filter((mail) => mail.includes(`To: ${email}`));
    expect(
      told.filter((mail) => mail.includes('is now known to be yours')),
      way,
    ).toHaveLength(1);
  }
  expect((await actionsOf(service)).filter((action) => action === 'user.claimed')).toHaveLength(3);
});

test('whoever verifies the address within a session of the account goes on', async () => {
  await using service = await testService(OPEN, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const token = tokenIn((await mailsOf(service))[0]!);
  expect((await mutate(url, ada.token, 'verifyEmail', { token })).ok).toBe(true);
  expect((await askAs(url, ada.token, ME)).body.data.me.hasPassword).toBe(true);
  // It is done once; another token of before ends nothing.
  expect((await mutate(url, null, 'verifyEmail', { token })).ok).toBe(true);
  expect((await signInAs(url, ada.email)).errors).toEqual([]);
  expect(
    await rows(service, 'SELECT DISTINCT email_verified FROM app_user WHERE email LIKE $1', ['ada%']),
  ).toEqual([{ email_verified: true }]);
});

test('of two who sign up with one address none has the account until the mail says whose it is', async () => {
  await using smtp = await smtpServer();
  await using service = await testService({ ...OPEN, SMTP_URL: smtp.url }, 'api');
  const { url } = service;
  const email = 'bob@example.com';
  const signUp = (password: string) => mutate(url, null, 'signUp', { email, password, name: 'Bob' });
  expect(
    (await mutate(url, null, 'signUp', { email: 'ada@example.com', password: PASSWORD, name: 'Ada' })).ok,
  ).toBe(true);
  expect((await signUp(PASSWORD)).ok).toBe(true);
  await settled(service);
  const first = tokenIn((await smtp.mailTo(email)).text);
  expect((await signUp(ANOTHER)).ok).toBe(true);
  await settled(service);
  const second = tokenIn((await smtp.mailTo(email)).text);
  // The owner opens the link that the first one asked for.
  expect((await mutate(url, null, 'verifyEmail', { token: first })).ok).toBe(true);
  for (const password of [PASSWORD, ANOTHER])
    expect(codesOf(await signInAs(url, email, password))).toEqual(['UNAUTHENTICATED']);
  expect((await mutate(url, null, 'resetPassword', { token: second, password: ANOTHER })).ok).toBe(true);
  expect((await signInAs(url, email, ANOTHER)).errors).toEqual([]);
});
