import pg from 'pg';
import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, signInAs, tokenIn } from './support/accounts.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const ME = '{ me { id role } }';

const me = async (url: string, token: string) => (await askAs(url, token, ME)).body.data.me;

test('members are invited, changed, disabled and removed, and an owner always stays', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
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
  const mail = (await mailsOf(service)).at(-1)!;
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
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const { invitation } = await mutate(
    url,
    ada.token,
    'inviteMember',
    { email: 'bob@example.com', role: 'analyst' },
    'invitation { id }',
  );
  const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
  expect((await mutate(url, ada.token, 'revokeInvitation', { id: invitation.id })).ok).toBe(true);
  await expect(account(url, 'bob@example.com', { invitationToken })).rejects.toThrow('INVALID_INPUT');
});

test('what somebody has invited to is worth nothing once they may not invite any more', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const member = async (email: string, role: string) => {
    await mutate(url, ada.token, 'inviteMember', { email, role }, 'invitation { id }');
    const person = await account(url, email, { invitationToken: tokenIn((await mailsOf(service)).at(-1)!) });
    return { ...person, userId: (await me(url, person.token)).id as string };
  };
  const losing: Record<string, (who: { userId: string; token: string }) => Promise<{ errors: unknown[] }>> = {
    demoted: ({ userId }) =>
      mutate(url, ada.token, 'changeMember', { userId, role: 'manager' }, 'member { role }'),
    disabled: ({ userId }) =>
      mutate(url, ada.token, 'setMemberDisabled', { userId, disabled: true }, 'member { role }'),
    removed: ({ userId }) => mutate(url, ada.token, 'removeMember', { userId }, 'member { role }'),
    deleted: ({ token }) => mutate(url, token, 'deleteAccount', { confirm: true }),
  };
  for (const [how, lose] of Object.entries(losing)) {
    const bob = await member(`bob-${how}@example.com`, 'admin');
    const email = `eve-${how}@example.com`;
    const { invitation } = await mutate(
      url,
      bob.token,
      'inviteMember',
      { email, role: 'admin' },
      'invitation { id }',
    );
    const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
    expect((await lose(bob)).errors, how).toEqual([]);
    await expect(account(url, email, { invitationToken }), how).rejects.toThrow('INVALID_INPUT');
    const { body } = await askAs(
      url,
      ada.token,
      'query ($id: ID!) { node(id: $id) { ... on Invitation { revokedAt } } }',
      {
        id: invitation.id,
      },
    );
    expect(body.data.node.revokedAt, how).toEqual(expect.any(String));
  }

  // An owner who hands the organization over keeps what an admin may do.
  const next = await member('next@example.com', 'admin');
  const invited = async (email: string, role: string) => {
    await mutate(url, ada.token, 'inviteMember', { email, role }, 'invitation { id }');
    return tokenIn((await mailsOf(service)).at(-1)!);
  };
  const [asOwner, asViewer] = [
    await invited('o@example.com', 'owner'),
    await invited('v@example.com', 'viewer'),
  ];
  await mutate(url, ada.token, 'transferOwnership', { userId: next.userId }, 'member { role }');
  await expect(account(url, 'o@example.com', { invitationToken: asOwner })).rejects.toThrow('INVALID_INPUT');
  expect((await account(url, 'v@example.com', { invitationToken: asViewer })).token).toEqual(
    expect.any(String),
  );
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

test('a new password makes the tokens worth nothing that were mailed before', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const asked = async () => {
    await mutate(url, null, 'requestPasswordReset', { email: ada.email });
    return tokenIn((await mailsOf(service)).at(-1)!);
  };
  const reset = (token: string, password: string) => mutate(url, null, 'resetPassword', { token, password });
  const [first, second] = [await asked(), await asked()];
  const one = 'an even longer password';
  expect((await reset(second, one)).errors).toEqual([]);
  expect((await reset(first, 'a password of a thief')).errors[0].code).toBe('INVALID_INPUT');
  const third = await asked();
  const { token } = await signInAs(url, ada.email, one);
  const change = { currentPassword: one, password: 'the longest password of all' };
  expect((await mutate(url, token, 'changePassword', change)).errors).toEqual([]);
  expect((await reset(third, 'a password of a thief')).errors[0].code).toBe('INVALID_INPUT');
});

test('strangers who guess a password lock their own way in, and no session of its owner', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const { token: other } = await signInAs(url, ada.email);
  for (let attempt = 1; attempt <= 5; attempt++) await signInAs(url, ada.email, 'a guess of a stranger');
  expect((await signInAs(url, ada.email)).errors[0].code).toBe('LOCKED');
  const password = 'an even longer password';
  const change = (token: string, currentPassword: string) =>
    mutate(url, token, 'changePassword', { currentPassword, password });
  // Whoever sits at a session that was left open does not guess on and on, and locks no other session by it.
  for (let attempt = 1; attempt <= 5; attempt++)
    expect((await change(other, 'a guess of a colleague')).errors[0].code).toBe('UNAUTHENTICATED');
  expect((await change(other, ada.password)).errors[0].code).toBe('LOCKED');
  expect((await change(ada.token, ada.password)).errors).toEqual([]);
});
