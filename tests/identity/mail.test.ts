import { expect, test, vi } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { testService } from '../support/service.js';
import { smtpServer } from '../support/smtp-server.js';
import { account, askAs, mailsOf, mutate, PASSWORD, settled, signInAs, tokenIn } from './support/accounts.js';
import { authenticator } from './support/authenticator.js';
import { rows } from './support/rows.js';

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
  await settled(service);
  const subjects = smtp.mails.map(({ to, text }) => [to[0], /^Subject: (.*)$/m.exec(text)![1]]);
  expect(subjects.sort()).toEqual([
    ['ada@example.com', 'Verify your e-mail address'],
    ['ada@example.com', 'You have an account already'],
    ['bob@example.com', 'Verify your e-mail address'],
  ]);
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
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await account(url, 'bob@example.com');
  const eve = await account(url, 'eve@example.com');
  await mutate(url, ada.token, 'inviteMember', { email: bob.email, role: 'reviewer' }, 'invitation { id }');
  const token = tokenIn((await mailsOf(service)).at(-1)!);
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

test('an address gets so many mails an hour, however it is written and whatever is asked for', async () => {
  await using service = await testService({ ...OPEN, LIMIT_ALIASES: '100' }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await account(url, 'bob@example.com');
  const written = ['bob@example.com', 'BOB@Example.com', 'bob+one@example.com', 'b.o.b+two@example.com'];
  const asks = ['requestPasswordReset', 'sendVerificationEmail'].flatMap((name, n) =>
    written.flatMap((email, at) =>
      [1, 2, 3].map(
        (turn) => `a${n}_${at}_${turn}: ${name}(input: { email: "${email}" }) { ok errors { code } }`,
      ),
    ),
  );
  const operation = { query: `mutation { ${asks.join('\n')} }` };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array(5).fill(operation)),
  });
  for (const { data } of (await response.json()) as { data: Record<string, unknown> }[])
    expect(new Set(Object.values(data).map((each) => JSON.stringify(each)))).toEqual(
      new Set(['{"ok":true,"errors":[]}']),
    );
  const invite = (email: string) =>
    mutate(url, ada.token, 'inviteMember', { email, role: 'viewer' }, 'invitation { id }');
  expect((await invite('Bob+three@example.com')).errors).toMatchObject([
    { code: 'RATE_LIMITED', path: ['input', 'email'] },
  ]);
  expect((await invite('carol@example.com')).errors).toEqual([]);
  const toBob = (mails: string[]) => mails.filter((mail) => /^To: b.?o.?b/im.test(mail));
  const sent = toBob(await mailsOf(service)).length;
  expect([sent > 1, sent <= 5]).toEqual([true, true]);
  expect(await rows(service, 'SELECT FROM invitation')).toHaveLength(1);
  // What the owner is told of his account has a share of its own.
  await mutate(url, bob.token, 'enableTwoFactor', {}, 'secret');
  const { secret } = await mutate(url, bob.token, 'enableTwoFactor', {}, 'secret');
  await mutate(url, bob.token, 'confirmTwoFactor', { code: authenticator(secret).code() });
  expect((await mailsOf(service)).at(-1)).toContain('Two-factor sign-in was switched on');
});

test('a mail waits in line for a server that does not take it now, and one that is refused for good is given up', async () => {
  await using smtp = await smtpServer();
  await using service = await testService({ ...OPEN, SMTP_URL: smtp.url }, 'api');
  const { url } = service;
  const state = () =>
    rows(
      service,
      'SELECT address, attempts, outcome, failure IS NOT NULL AS failed FROM queued_mail ORDER BY id',
    );
  const until = (expected: object[]) =>
    vi.waitUntil(
      async () => {
        const found = await state();
        return expected.every((row, i) =>
          Object.entries(row).every(([key, value]) => found[i]?.[key] === value),
        );
      },
      { timeout: 20_000, interval: 20 },
    );
  smtp.refuses = '451 Not now';
  expect((await mutate(url, null, 'signUp', person('ada@example.com'))).ok).toBe(true);
  await until([{ attempts: 1, outcome: null, failed: true }]);
  // Asked for once more, it is in line once.
  await mutate(url, null, 'sendVerificationEmail', { email: 'ada@example.com' });
  expect(await state()).toHaveLength(1);
  smtp.refuses = null;
  await rows(service, 'UPDATE queued_mail SET due_at = now()');
  await until([{ attempts: 2, outcome: 'sent' }]);
  expect(smtp.mails).toHaveLength(1);
  const [{ id }] = (await rows(service, 'SELECT id FROM queued_mail')) as [{ id: string }];
  expect(smtp.mails[0]!.text).toContain(`Message-ID: <${id}@bidwright>`);

  smtp.refuses = '550 Nobody here';
  await mutate(url, null, 'signUp', person('bob@example.com'));
  await until([{}, { attempts: 1, outcome: 'given up', failed: true }]);
  // Of an address that nobody has there is nothing to send, and nothing else is different.
  await mutate(url, null, 'requestPasswordReset', { email: 'nobody@example.com' });
  await until([{}, {}, { address: 'nobody@example.com', attempts: 1, outcome: 'void' }]);

  // Several processes send, and none what another has sent.
  smtp.refuses = null;
  const second = await startService(parseEnv(service.env), createLog('silent', false), 'api');
  const names = ['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => `${name}@example.com`);
  await Promise.all(
    names.map((name, at) => mutate(at % 2 ? url : second.url!, null, 'signUp', person(name))),
  );
  await settled(service);
  await second.stop();
  expect(
    smtp.mails
      .slice(1)
      .map(({ to }) => to[0])
      .sort(),
  ).toEqual(names);
});
