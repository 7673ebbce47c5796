import pg from 'pg';
import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/master-key.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, signInAs, tokenIn } from './support/accounts.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const ME = '{ me { id role } }';

const me = async (url: string, token: string) => (await askAs(url, token, ME)).body.data.me;

test('members are invited, changed, disabled and removed, and an owner always stays', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const { id: adaId } = await me(url, ada.token);
  const { department } = await mutate(
    url,
    ada.token,
    'saveDepartment',
    { name: 'Bids' },
    'department { id }',
  );
  const twice = await mutate(url, ada.token, 'saveDepartment', { name: 'Bids' }, 'department { id }');
  expect(twice.errors[0].code).toBe('INVALID_INPUT');

  const invitation = { email: 'bob@example.com', role: 'viewer', departmentId: department.id };
  const invited = await mutate(url, ada.token, 'inviteMember', invitation, 'invitation { id email role }');
  expect(invited.invitation).toMatchObject({ email: 'bob@example.com', role: 'viewer' });
  const mail = mailsOf(env.BIDWRIGHT_DATA_DIR!).at(-1)!;
  expect(mail).toContain('To: bob@example.com');
  const invitationToken = tokenIn(mail);
  // For another address it is worth nothing.
  await expect(account(url, 'eve@example.com', { invitationToken })).rejects.toThrow('INVALID_INPUT');
  const bob = await account(url, 'bob@example.com', { invitationToken });
  await expect(account(url, 'bob2@example.com', { invitationToken })).rejects.toThrow('INVALID_INPUT');
  const { id: bobId, role } = await me(url, bob.token);
  expect(role).toBe('viewer');

  // A viewer manages nobody.
  const change = { userId: adaId, role: 'viewer' };
  expect((await mutate(url, bob.token, 'changeMember', change, 'member { role }')).errors[0].code).toBe(
    'FORBIDDEN',
  );
  // The last owner stays one.
  for (const refused of [
    await mutate(url, ada.token, 'changeMember', change, 'member { role }'),
    await mutate(url, ada.token, 'removeMember', { userId: adaId }, 'member { role }'),
    await mutate(url, ada.token, 'setMemberDisabled', { userId: adaId, disabled: true }, 'member { role }'),
    await mutate(url, ada.token, 'deleteAccount', { confirm: true }),
  ])
    expect(refused.errors[0].code).toBe('CONFLICT');

  const promoted = await mutate(
    url,
    ada.token,
    'changeMember',
    { userId: bobId, role: 'admin' },
    'member { role department { name } }',
  );
  expect(promoted.member).toEqual({ role: 'admin', department: { name: 'Bids' } });
  expect((await me(url, bob.token)).role).toBe('admin');
  // An admin neither makes owners nor touches one.
  for (const owner of [
    { userId: bobId, role: 'owner' },
    { userId: adaId, role: 'viewer' },
  ])
    expect((await mutate(url, bob.token, 'changeMember', owner, 'member { role }')).errors[0].code).toBe(
      'FORBIDDEN',
    );

  await mutate(url, ada.token, 'setMemberDisabled', { userId: bobId, disabled: true }, 'member { role }');
  expect(await me(url, bob.token)).toBeNull();
  await mutate(url, ada.token, 'setMemberDisabled', { userId: bobId, disabled: false }, 'member { role }');
  const again = (await mutate(url, null, 'signIn', { email: bob.email, password: bob.password }, 'token'))
    .token;

  const moved = await mutate(url, ada.token, 'transferOwnership', { userId: bobId }, 'member { role }');
  expect(moved).toEqual({ member: { role: 'owner' }, errors: [] });
  expect([(await me(url, ada.token)).role, (await me(url, again)).role]).toEqual(['admin', 'owner']);

  expect((await mutate(url, again, 'removeMember', { userId: adaId }, 'member { role }')).errors).toEqual([]);
  expect(await me(url, ada.token)).toBeNull();
  const { body } = await askAs(url, again, '{ members { edges { node { user { email } role } } } }');
  expect(body.data.members.edges).toEqual([{ node: { user: { email: 'bob@example.com' }, role: 'owner' } }]);
});

test('an invitation that was revoked is not accepted', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const { invitation } = await mutate(
    url,
    ada.token,
    'inviteMember',
    { email: 'bob@example.com', role: 'analyst' },
    'invitation { id }',
  );
  const invitationToken = tokenIn(mailsOf(env.BIDWRIGHT_DATA_DIR!).at(-1)!);
  expect((await mutate(url, ada.token, 'revokeInvitation', { id: invitation.id })).ok).toBe(true);
  await expect(account(url, 'bob@example.com', { invitationToken })).rejects.toThrow('INVALID_INPUT');
});

test('a session switches between the organizations of its user, and to no other', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const eve = await account(url, 'eve@example.com');
  const organizations = async (token: string) =>
    (await askAs(url, token, '{ organizations { id name active } }')).body.data.organizations;
  const [first] = await organizations(ada.token);
  const made = await mutate(
    url,
    ada.token,
    'createOrganization',
    { name: 'Second' },
    'organization { id active }',
  );
  expect(
    (await organizations(ada.token)).map(({ name, active }: { name: string; active: boolean }) => [
      name,
      active,
    ]),
  ).toEqual([
    ['Default organization', false],
    ['Second', true],
  ]);
  const back = { id: first.id };
  expect(
    (await mutate(url, ada.token, 'switchOrganization', back, 'organization { id }')).organization,
  ).toEqual(back);
  for (const { id } of [first, made.organization])
    expect(
      (await mutate(url, eve.token, 'switchOrganization', { id }, 'organization { id }')).errors[0].code,
    ).toBe('NOT_FOUND');
  const [ofEve] = await organizations(eve.token);
  const { body } = await askAs(url, ada.token, 'query ($id: ID!) { node(id: $id) { id } }', { id: ofEve.id });
  expect(body.data.node).toBeNull();
});

test('sensitive changes ask for the password again', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const client = new pg.Client({ connectionString: env.DATABASE_URL! });
  await client.connect();
  await client.query("UPDATE auth_session SET authenticated_at = now() - interval '1 hour'");
  await client.end();

  const key = { name: 'CI', scopes: ['workflows.view'] };
  expect((await mutate(url, ada.token, 'createApiKey', key, 'key')).errors[0].code).toBe('REAUTHENTICATE');
  const wrong = await mutate(url, ada.token, 'reauthenticate', { password: 'not this one!' });
  expect(wrong.errors[0].code).toBe('UNAUTHENTICATED');
  expect((await mutate(url, ada.token, 'reauthenticate', { password: ada.password })).ok).toBe(true);
  expect((await mutate(url, ada.token, 'createApiKey', key, 'key')).key).toMatch(/^bw_/);
});

test('a password is changed by whoever knows it, and every other session ends', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const { token: other } = await signInAs(url, ada.email);
  const password = 'an even longer password';
  // The session alone is not enough, however fresh it is.
  const guess = { currentPassword: 'not this one!', password };
  expect((await mutate(url, ada.token, 'changePassword', guess)).errors).toMatchObject([
    { code: 'UNAUTHENTICATED', path: ['input', 'currentPassword'] },
  ]);
  const change = { currentPassword: ada.password, password };
  expect((await mutate(url, ada.token, 'changePassword', change)).ok).toBe(true);
  expect((await me(url, ada.token)).role).toBe('owner');
  expect((await askAs(url, other, ME)).body.data.me).toBeNull();
  expect((await signInAs(url, ada.email)).errors[0].code).toBe('UNAUTHENTICATED');
  expect((await signInAs(url, ada.email, password)).token).toEqual(expect.any(String));
});
