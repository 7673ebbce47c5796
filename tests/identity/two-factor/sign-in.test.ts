import { expect, test } from 'vitest';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { testService } from '../../support/service.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from '../support/accounts.js';
import { withTwoFactor } from '../support/authenticator.js';
import { actionsOf, letSessionsAge, rows } from '../support/rows.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };
const ME = '{ me { email twoFactor { enabled backupCodesLeft } } }';
const me = async (url: string, token: string) => (await askAs(url, token, ME)).body.data.me;
const codesOf = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);

test('a second factor is switched on, asked for, and switched off', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const { email } = ada;
  const other = await signInAs(url, email);
  expect((await me(url, ada.token)).twoFactor).toEqual({ enabled: false, backupCodesLeft: 0 });

  const begun = await mutate(url, ada.token, 'enableTwoFactor', {}, 'uri secret backupCodes');
  expect(new URL(begun.uri).searchParams.get('secret')).toBe(begun.secret);
  // It counts from the first code on.
  expect((await me(url, ada.token)).twoFactor).toEqual({ enabled: false, backupCodesLeft: 0 });
  expect(codesOf(await mutate(url, ada.token, 'confirmTwoFactor', { code: 'nonsense' }))).toEqual([
    'UNAUTHENTICATED',
  ]);
  expect((await signInAs(url, email)).errors).toEqual([]);

  const app = await withTwoFactor(url, ada);
  // The session goes on, all others end.
  expect((await me(url, ada.token)).twoFactor).toEqual({ enabled: true, backupCodesLeft: 10 });
  expect(await me(url, other.token)).toBeNull();
  expect(codesOf(await mutate(url, ada.token, 'enableTwoFactor', {}, 'uri'))).toEqual(['CONFLICT']);
  expect((await mailsOf(service)).at(-1)).toContain('Two-factor sign-in was switched on');

  expect((await signInAs(url, email)).errors).toEqual([
    {
      code: 'TWO_FACTOR_REQUIRED',
      message: 'Enter the code of your authenticator app, or a backup code.',
      path: ['input', 'code'],
    },
  ]);
  // Who does not know the password is not told that there is a second factor.
  expect(codesOf(await signInAs(url, email, 'wrong password!'))).toEqual(['UNAUTHENTICATED']);
  expect((await signInAs(url, email, 'wrong password!', app.nextCode())).errors[0].path).toBeNull();
  expect((await signInAs(url, email, PASSWORD, app.wrongCode())).errors).toEqual([
    {
      code: 'UNAUTHENTICATED',
      message: 'The code is wrong or was used. Enter the next one.',
      path: ['input', 'code'],
    },
  ]);
  const { token } = await signInAs(url, email, PASSWORD, app.nextCode());
  expect((await me(url, token)).email).toBe(email);

  expect(codesOf(await mutate(url, token, 'disableTwoFactor', { code: app.wrongCode() }))).toEqual([
    'UNAUTHENTICATED',
  ]);
  expect(codesOf(await mutate(url, token, 'disableTwoFactor', { code: app.backupCodes[0] }))).toEqual([]);
  expect(codesOf(await mutate(url, token, 'disableTwoFactor', {}))).toEqual(['CONFLICT']);
  expect((await me(url, token)).twoFactor).toEqual({ enabled: false, backupCodesLeft: 0 });
  expect(await me(url, ada.token)).toBeNull();
  expect((await signInAs(url, email)).token).toEqual(expect.any(String));
  expect(await rows(service, 'SELECT * FROM two_factor')).toEqual([]);
  expect((await actionsOf(service)).filter((action) => !String(action).startsWith('session.'))).toEqual([
    'user.signed-up',
    'user.two-factor-on',
    'user.backup-code-used',
    'user.two-factor-off',
  ]);
  const refused = await rows(
    service,
    "SELECT details->>'factor' AS factor FROM audit_record WHERE action = 'session.refused' ORDER BY at, id",
  );
  expect(refused.map(({ factor }) => factor)).toEqual(['password', 'password', 'code']);
});

test('a code is good for one sign-in, however many try it at once', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const app = await withTwoFactor(url, ada);
  // The one that switched it on is used up, too.
  expect(codesOf(await signInAs(url, ada.email, PASSWORD, app.first))).toEqual(['UNAUTHENTICATED']);
  const code = app.nextCode();
  const once = await Promise.all([1, 2, 3].map(() => signInAs(url, ada.email, PASSWORD, code)));
  expect(once.filter(({ token }) => token)).toHaveLength(1);
  expect(once.flatMap(codesOf)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);

  const [backup, next] = app.backupCodes;
  const twice = await Promise.all([1, 2].map(() => signInAs(url, ada.email, PASSWORD, backup)));
  expect(twice.filter(({ token }) => token)).toHaveLength(1);
  expect((await me(url, ada.token)).twoFactor.backupCodesLeft).toBe(9);
  expect((await signInAs(url, ada.email, PASSWORD, next!.toLowerCase().replace('-', ' '))).errors).toEqual(
    [],
  );

  const renewed = await mutate(url, ada.token, 'renewBackupCodes', {}, 'backupCodes');
  expect(renewed.backupCodes).toHaveLength(10);
  expect(codesOf(await signInAs(url, ada.email, PASSWORD, app.backupCodes[2]))).toEqual(['UNAUTHENTICATED']);
  expect((await signInAs(url, ada.email, PASSWORD, renewed.backupCodes[2])).errors).toEqual([]);
});

test('wrong codes lock the second factor, and a reset of the password neither opens nor passes it', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const app = await withTwoFactor(url, ada);
  for (let attempt = 1; attempt <= 5; attempt++)
    expect(codesOf(await signInAs(url, ada.email, PASSWORD, app.wrongCode()))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await signInAs(url, ada.email, PASSWORD, app.nextCode()))).toEqual(['LOCKED']);

  const password = 'another long password';
  await mutate(url, null, 'requestPasswordReset', { email: ada.email });
  const token = tokenIn((await mailsOf(service)).at(-1)!);
  expect((await mutate(url, null, 'resetPassword', { token, password })).errors).toEqual([]);
  // The address is open again, its second factor is not.
  expect(codesOf(await signInAs(url, ada.email, password))).toEqual(['TWO_FACTOR_REQUIRED']);
  for (const code of [app.nextCode(), app.backupCodes[0]]) {
    const { errors } = await signInAs(url, ada.email, password, code);
    expect(errors[0]).toMatchObject({ code: 'LOCKED', message: expect.not.stringContaining('reset') });
  }
  await rows(service, "UPDATE sign_in_lock SET locked_until = now() - interval '1 second'");
  expect((await signInAs(url, ada.email, password, app.nextCode())).token).toEqual(expect.any(String));
  expect(await rows(service, 'SELECT * FROM sign_in_lock')).toEqual([]);
});

test('it takes a fresh sign-in or the password to change it', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const tries = (name: string, input: object) => mutate(url, ada.token, name, input, 'errors { code }');
  await letSessionsAge(service);
  expect(codesOf(await tries('enableTwoFactor', {}))).toEqual(['REAUTHENTICATE']);
  expect(codesOf(await tries('enableTwoFactor', { password: 'wrong password!' }))).toEqual([
    'UNAUTHENTICATED',
  ]);
  expect(codesOf(await tries('enableTwoFactor', { password: PASSWORD }))).toEqual([]);
  await withTwoFactor(url, ada);
  await letSessionsAge(service);
  for (const name of ['renewBackupCodes', 'disableTwoFactor'])
    expect(codesOf(await tries(name, {}))).toEqual(['REAUTHENTICATE']);
  expect(codesOf(await tries('renewBackupCodes', { password: PASSWORD }))).toEqual([]);
  await letSessionsAge(service);
  expect(codesOf(await tries('disableTwoFactor', { password: PASSWORD }))).toEqual([]);
});

test('who reads the database has neither the secret nor the backup codes', async () => {
  await using service = await testService({ ...KEYS, SIGN_UP: 'open' }, 'api');
  const ada = await account(service.url, 'ada@example.com');
  const app = await withTwoFactor(service.url, ada);
  const [row] = await rows(service, 'SELECT * FROM two_factor');
  expect(row!.sealed_secret).toMatch(/^v1\./);
  expect(row!.backup_codes).toHaveLength(10);
  const everything = JSON.stringify(row);
  for (const secret of [
    app.secret,
    ...app.backupCodes,
    ...app.backupCodes.map((code) => code.replace('-', '')),
  ])
    expect(everything).not.toContain(secret);
  // Who writes it cannot hand somebody else a factor of his own either.
  const bob = await account(service.url, 'bob@example.com');
  await rows(service, 'UPDATE two_factor SET user_id = (SELECT id FROM app_user WHERE email = $1)', [
    bob.email,
  ]);
  await rows(service, 'UPDATE app_user SET two_factor_enabled = true WHERE email = $1', [bob.email]);
  expect(codesOf(await signInAs(service.url, bob.email, PASSWORD, app.nextCode()))).toEqual(['UNAVAILABLE']);
});
