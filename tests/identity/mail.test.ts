import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/master-key.js';
import { testService } from '../support/service.js';
import { smtpServer } from '../support/smtp-server.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from './support/accounts.js';

const OPEN = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const person = (email: string) => ({ email, password: PASSWORD, name: 'Somebody' });

test('mail goes by SMTP, and an address is verified before its first sign-in', async () => {
  await using smtp = await smtpServer();
  await using service = await testService(
    { ...OPEN, SMTP_URL: smtp.url, MAIL_FROM: 'bids@example.com' },
    'api',
  );
  const { url } = service;
  expect((await mutate(url, null, 'signUp', person('ada@example.com'))).ok).toBe(true);
  expect((await signInAs(url, 'ada@example.com')).errors[0].code).toBe('FORBIDDEN');
  const mail = await smtp.mailTo('ada@example.com');
  expect(mail).toMatchObject({ from: 'bids@example.com', to: ['ada@example.com'] });
  expect(mail.text).toContain('Subject: Verify your e-mail address');
  expect((await mutate(url, null, 'verifyEmail', { token: tokenIn(mail.text) })).ok).toBe(true);
  expect((await signInAs(url, 'ada@example.com')).errors).toEqual([]);
});

test('with mail, signing up tells nobody but the owner of an address that it is taken', async () => {
  await using smtp = await smtpServer();
  await using service = await testService({ ...OPEN, SMTP_URL: smtp.url }, 'api');
  const { url } = service;
  await mutate(url, null, 'signUp', person('ada@example.com'));
  const taken = await mutate(url, null, 'signUp', person('ada@example.com'));
  const free = await mutate(url, null, 'signUp', person('bob@example.com'));
  expect(taken).toEqual(free);
  expect(free).toEqual({ ok: true, errors: [] });
  expect(smtp.mails.filter(({ to }) => to[0] === 'ada@example.com')).toHaveLength(2);
  expect((await smtp.mailTo('ada@example.com')).text).toContain('Subject: You have an account already');
  // Nor does it with an invitation that is none.
  const invitationToken = 'no such token';
  const [one, other] = await Promise.all(
    ['ada@example.com', 'eve@example.com'].map((email) =>
      mutate(url, null, 'signUp', { ...person(email), invitationToken }),
    ),
  );
  expect(one).toEqual(other);
  expect(one.errors[0].code).toBe('INVALID_INPUT');
});

test('without mail an address that is taken is refused', async () => {
  await using service = await testService(OPEN, 'api');
  await account(service.url, 'ada@example.com');
  const { errors } = await mutate(service.url, null, 'signUp', person('ada@example.com'));
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'email'] }]);
});

test('a mail server that is away tells no addresses with accounts from others', async () => {
  const smtp = await smtpServer();
  await using service = await testService({ ...OPEN, SMTP_URL: smtp.url }, 'api');
  const { url } = service;
  await mutate(url, null, 'signUp', person('ada@example.com'));
  await smtp[Symbol.asyncDispose]();
  for (const name of ['requestPasswordReset', 'sendVerificationEmail'])
    for (const email of ['ada@example.com', 'nobody@example.com'])
      expect([name, email, await mutate(url, null, name, { email })]).toEqual([
        ...[name, email],
        { ok: true, errors: [] },
      ]);
});

test('without a master key everybody hears that nobody can sign in', async () => {
  await using service = await testService({}, 'api');
  const [known, unknown] = await Promise.all(
    ['sales@company.com', 'nobody@example.com'].map((email) =>
      mutate(service.url, null, 'sendVerificationEmail', { email }),
    ),
  );
  expect(known).toEqual(unknown);
  expect(known.errors[0].code).toBe('UNAVAILABLE');
});

test('somebody with an account takes an invitation, and nobody else does', async () => {
  await using service = await testService(OPEN, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await account(url, 'bob@example.com');
  const eve = await account(url, 'eve@example.com');
  await mutate(url, ada.token, 'inviteMember', { email: bob.email, role: 'reviewer' }, 'invitation { id }');
  const token = tokenIn(mailsOf(env.BIDWRIGHT_DATA_DIR!).at(-1)!);
  const accept = (who: string) => mutate(url, who, 'acceptInvitation', { token }, 'organization { id name }');
  expect((await accept(eve.token)).errors[0].code).toBe('INVALID_INPUT');
  const { organization, errors } = await accept(bob.token);
  expect(errors).toEqual([]);
  expect((await accept(bob.token)).errors[0].code).toBe('INVALID_INPUT');
  const input = { id: organization.id };
  expect((await mutate(url, bob.token, 'switchOrganization', input, 'organization { id }')).errors).toEqual(
    [],
  );
  const { body } = await askAs(url, bob.token, '{ me { role } organizations { active } }');
  expect(body.data.me.role).toBe('reviewer');
  expect(body.data.organizations).toHaveLength(2);
});
