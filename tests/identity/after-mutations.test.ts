import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import type { Reply } from '../support/api-client.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, PASSWORD, tokenIn } from './support/accounts.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };

/** All that depends on who asks. */
const USER = 'id name role hasPassword signInProviders { id } twoFactor { enabled }';
const ORGANIZATION = 'id name active';

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { token user { ${USER} } errors { code } }
}`;

const meOf = async (url: string, token: string): Promise<Reply> =>
  (await askAs(url, token, `{ me { ${USER} } organizations { ${ORGANIZATION} } }`)).body.data;

test('whoever signs in is in the payload as in me, whoever asked', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await account(url, 'bob@example.com', { organizationName: 'Bob' });
  const input = { email: ada.email, password: PASSWORD };
  for (const before of [null, bob.token, ada.token]) {
    const { status, body } = await askAs(url, before, SIGN_IN, { input });
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    const { token, user, errors } = body.data.signIn;
    expect(errors).toEqual([]);
    expect(user).toEqual((await meOf(url, token)).me);
    expect(user).toMatchObject({ name: 'ada', role: 'owner', hasPassword: true });
  }

  // Over a socket too, which sets no cookie.
  const socket = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${bob.token}` },
  });
  const results = socket.iterate<Reply>({ query: SIGN_IN, variables: { input } });
  const { value } = await results.next();
  expect(value.errors).toBeUndefined();
  expect(value.data.signIn.user).toEqual((await meOf(url, value.data.signIn.token)).me);
  await socket.dispose();

  const wrong = await askAs(url, bob.token, SIGN_IN, { input: { ...input, password: 'wrong' } });
  expect(wrong.body.data.signIn).toMatchObject({ token: null, user: null });
});

test('somebody in no organization is in the payload of signing in', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  await mutate(
    url,
    ada.token,
    'inviteMember',
    { email: 'eve@example.com', role: 'viewer' },
    'invitation { id }',
  );
  const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
  const eve = await account(url, 'eve@example.com', { invitationToken });
  const { me } = await meOf(url, eve.token);
  await mutate(url, ada.token, 'removeMember', { userId: me.id }, 'member { role }');
  const { body } = await askAs(url, null, SIGN_IN, { input: { email: eve.email, password: PASSWORD } });
  expect(body.errors).toBeUndefined();
  expect(body.data.signIn.user).toMatchObject({ name: 'eve', role: 'none', twoFactor: { enabled: false } });
});

test('organizations and members are in payloads as the change leaves them', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const [first] = (await meOf(url, ada.token)).organizations;
  const changed = async (name: string, input: object, selection: string) => {
    const { errors, ...payload } = await mutate(url, ada.token, name, input, selection);
    expect(errors).toEqual([]);
    return payload;
  };
  const current = async () => (await meOf(url, ada.token)).organizations;

  const made = await changed('createOrganization', { name: 'Second' }, `organization { ${ORGANIZATION} }`);
  expect(made.organization).toMatchObject({ name: 'Second', active: true });
  expect(await current()).toContainEqual(made.organization);

  const switched = await changed('switchOrganization', { id: first.id }, `organization { ${ORGANIZATION} }`);
  expect(switched.organization).toEqual({ ...first, active: true });

  // Oneself, with other rights than before.
  const bob = await account(url, 'bob@example.com', { organizationName: 'Bob' });
  await changed('inviteMember', { email: bob.email, role: 'admin' }, 'invitation { id }');
  const token = tokenIn((await mailsOf(service)).at(-1)!);
  const accepted = await mutate(
    url,
    bob.token,
    'acceptInvitation',
    { token },
    `organization { ${ORGANIZATION} }`,
  );
  expect((await meOf(url, bob.token)).organizations).toContainEqual(accepted.organization);
  const { me } = await meOf(url, bob.token);
  await changed('transferOwnership', { userId: me.id }, 'member { role user { id role } }');
  const { me: ada2 } = await meOf(url, ada.token);
  const lowered = await changed(
    'changeMember',
    { userId: ada2.id, role: 'viewer' },
    'member { role user { id role twoFactor { enabled } } }',
  );
  expect(lowered.member).toEqual({
    role: 'viewer',
    user: { id: ada2.id, role: 'viewer', twoFactor: { enabled: false } },
  });
});

test('each mutation of a request acts as the one before it left whoever asks', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const many = (mutations: string) => askAs(url, ada.token, `mutation { ${mutations} }`);
  const { body } = await many(`
    createOrganization(input: { name: "Second" }) { organization { name active } }
    saveDepartment(input: { name: "Bids" }) { department { name } }
    renameOrganization(input: { name: "Third" }) { organization { name active } errors { code } }`);
  expect(body).toEqual({
    data: {
      createOrganization: { organization: { name: 'Second', active: true } },
      saveDepartment: { department: { name: 'Bids' } },
      renameOrganization: { organization: { name: 'Third', active: true }, errors: [] },
    },
    extensions: expect.anything(),
  });
  const departments = '{ departments { name } organizations { id name active } }';
  const { data } = (await askAs(url, ada.token, departments)).body;
  expect(data.departments).toEqual([{ name: 'Bids' }]);
  const first = data.organizations.find(({ active }: Reply) => !active);
  await mutate(url, ada.token, 'switchOrganization', { id: first.id }, 'organization { id }');
  expect((await askAs(url, ada.token, departments)).body.data.departments).toEqual([]);

  const left = await many(
    'signOut(input: {}) { ok } createOrganization(input: { name: "Fourth" }) { errors { code } }',
  );
  expect(left.body.errors).toMatchObject([
    { path: ['createOrganization'], extensions: { code: 'UNAUTHENTICATED' } },
  ]);
});
