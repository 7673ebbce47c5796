import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { type BrowserPage, chromiumPage, chromiumPath } from '../support/chromium.js';
import { type TestService, testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from './support/accounts.js';
import { withTwoFactor } from './support/authenticator.js';

const OPEN = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const PREVIEW =
  'query ($token: String!) { invitation(token: $token) { organizationName email role expiresAt hasAccount } }';

const invite = (url: string, token: string, email: string, role = 'reviewer') =>
  mutate(url, token, 'inviteMember', { email, role }, 'invitation { id }');
const rename = (url: string, token: string) =>
  askAs(
    url,
    token,
    'mutation { renameOrganization(input: { name: "Northwind Bids" }) { errors { errorCode } } }',
  );
const lastMail = async (service: TestService) => (await mailsOf(service)).at(-1)!;
const preview = async (url: string, token: string) =>
  (await askAs(url, null, PREVIEW, { token })).body.data.invitation;

test('an invitation says what it is for to whoever has its token, as long as it stands', async () => {
  await using service = await testService(OPEN, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  await rename(url, ada.token);
  const { invitation } = await invite(url, ada.token, 'bob@example.com');
  const token = tokenIn(await lastMail(service));
  const said = {
    organizationName: 'Northwind Bids',
    email: 'bob@example.com',
    role: 'reviewer',
    expiresAt: expect.any(String),
    hasAccount: false,
  };
  expect(await preview(url, token)).toEqual(said);
  await account(url, 'bob@example.com', { organizationName: 'Bob' });
  expect(await preview(url, token)).toEqual({ ...said, hasAccount: true });
  for (const wrong of ['', 'nothing', invitation.id]) expect(await preview(url, wrong)).toBeNull();
  await mutate(url, ada.token, 'revokeInvitation', { id: invitation.id });
  expect(await preview(url, token)).toBeNull();

  await invite(url, ada.token, 'bob@example.com');
  const second = tokenIn(await lastMail(service));
  const bob = await signInAs(url, 'bob@example.com');
  await mutate(url, bob.token, 'acceptInvitation', { token: second }, 'organization { id }');
  expect(await preview(url, second)).toBeNull();
});

test('links in mails lead to the frontend that is named, those that lead to us too', async () => {
  await using service = await testService({ ...OPEN, FRONTEND_URL: 'https://app.example.com/bids/' }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  await invite(url, ada.token, 'bob@example.com');
  await mutate(url, null, 'requestPasswordReset', { email: 'ada@example.com' });
  const mails = (await mailsOf(service)).join('\n');
  for (const path of ['verify-email', 'invitation', 'reset-password']) {
    expect(mails).toContain(`https://app.example.com/bids/${path}#token=`);
    const { status, headers } = await fetch(`${url}/${path}`, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([303, `https://app.example.com/bids/${path}`]);
  }
});

test('without a frontend each link leads to a page of ours that runs nothing but itself', async () => {
  await using service = await testService(OPEN, 'api');
  for (const path of ['verify-email', 'invitation', 'reset-password']) {
    const response = await fetch(`${service.url}/${path}`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).toContain('<form hidden>');
  }
});

/** The link of the last mail as a browser reaches the service, whose port the settings do not know. */
async function linkIn(service: TestService): Promise<string> {
  const [, path] = /http:\/\/127\.0\.0\.1:\d+(\/\S+#token=\S+)/.exec(await lastMail(service))!;
  return `${service.url}${path}`;
}

async function fill(page: BrowserPage, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await page.until(`document.querySelector('input[name=${name}]')`);
    await page.evaluate(`document.querySelector('input[name=${name}]').value = ${JSON.stringify(value)}`);
  }
  await page.until("!document.querySelector('form').hidden && !document.querySelector('button').disabled");
  await page.evaluate("document.querySelector('button').click()");
}

const says = (page: BrowserPage, text: string) =>
  page.until(`document.querySelector('output').textContent.includes(${JSON.stringify(text)})`);

test.skipIf(!chromiumPath)(
  'our pages do in a browser what the links in mails promise',
  { timeout: 120_000 },
  async () => {
    await using service = await testService(OPEN, 'api');
    await using page = await chromiumPage();
    const { url } = service;
    const ada = await account(url, 'ada@example.com');
    await rename(url, ada.token);
    const roleOf = async (email: string, code?: string) => {
      const { token } = await signInAs(url, email, PASSWORD, code);
      const { organizations } = (await askAs(url, token, '{ organizations { name } }')).body.data;
      return organizations.map(({ name }: { name: string }) => name);
    };

    // Who has not signed in yet: of an account that somebody used before, the owner of the address chooses the password.
    await mutate(url, null, 'signUp', { email: 'dan@example.com', password: PASSWORD, name: 'Dan' });
    await page.open(await linkIn(service));
    await fill(page, {});
    await says(page, 'The address is verified');
    expect((await signInAs(url, 'dan@example.com')).errors).toEqual([]);

    // Somebody new makes an account, and is told what is wrong with it.
    await invite(url, ada.token, 'bob@example.com', 'sales_rep');
    await page.open(await linkIn(service));
    await page.until("document.querySelector('p').textContent.includes('Northwind Bids as sales rep')");
    await fill(page, { name: 'Bob', password: 'short' });
    await says(page, '12');
    await fill(page, { name: 'Bob', password: PASSWORD });
    await says(page, 'You are a member of Northwind Bids');
    expect(await roleOf('bob@example.com')).toEqual(['Northwind Bids']);

    // Somebody with an account signs in, by two factors.
    const eve = await account(url, 'eve@example.com', { organizationName: 'Eve' });
    const app = await withTwoFactor(url, eve);
    await invite(url, ada.token, 'eve@example.com');
    const link = await linkIn(service);
    await page.open(link);
    await fill(page, { password: PASSWORD });
    await page.until("document.querySelector('input[name=code]')");
    await fill(page, { code: app.nextCode() });
    await says(page, 'You are a member of Northwind Bids');
    expect(await roleOf('eve@example.com', app.backupCodes[0])).toEqual(['Eve', 'Northwind Bids']);
    await page.open(link);
    await says(page, 'was used, revoked, or has expired');

    await mutate(url, null, 'requestPasswordReset', { email: 'bob@example.com' });
    await page.open(await linkIn(service));
    await fill(page, { password: 'another horse battery' });
    await says(page, 'The password is set');
    expect((await signInAs(url, 'bob@example.com', 'another horse battery')).errors).toEqual([]);

    await page.open(`${url}/reset-password`);
    await says(page, 'The link is not complete');
  },
);
