import { isNonNullType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { accessOf } from '../../schema/permissions.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLE_PERMISSIONS } from '../../src/identity/index.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import type { Reply } from '../support/api-client.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, tokenIn } from './support/accounts.js';

const asEnum = (permission: string) => permission.toUpperCase().replace(/\W/g, '_');

test('whatever may be refused to somebody at the top of an operation is nullable', () => {
  const roots = [schema.getQueryType()!, schema.getMutationType()!];
  const fields = roots.flatMap((type) => Object.values(type.getFields()));
  const odd = fields.filter((field) => isNonNullType(field.type) && accessOf(field) !== 'anyone');
  expect(odd.map(({ name }) => name)).toEqual([]);
  expect(fields.length).toBeGreaterThan(100);
});

test('what is refused is null with an error, and what else was asked for is there', async () => {
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: newMasterKey() }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const invitation = { email: 'bob@example.com', role: 'viewer' };
  await mutate(url, ada.token, 'inviteMember', invitation, 'invitation { memberRole }');
  const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
  const bob = await account(url, 'bob@example.com', { invitationToken });
  const { body } = await askAs(
    url,
    bob.token,
    '{ members { edges { node { memberRole user { memberRole } } } } auditRecords { edges { cursor } } usageBudgets { period } }',
  );
  expect(body.data).toEqual({
    members: {
      edges: [
        { node: { memberRole: 'owner', user: { memberRole: 'owner' } } },
        { node: { memberRole: 'viewer', user: { memberRole: 'viewer' } } },
      ],
    },
    auditRecords: null,
    usageBudgets: null,
  });
  expect(body.errors).toMatchObject([
    { path: ['auditRecords'], extensions: { code: 'FORBIDDEN' } },
    { path: ['usageBudgets'], extensions: { code: 'FORBIDDEN' } },
  ]);

  // What a mutation did is told, although the one after it fails.
  const { body: left } = await askAs(
    url,
    bob.token,
    'mutation { signOut(input: {}) { ok } createOrganization(input: { name: "Second" }) { errors { code } } }',
  );
  expect(left.data).toEqual({ signOut: { ok: true }, createOrganization: null });
  expect(left.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('me says what one may do, an API key within its scopes, and scopes what there is', async () => {
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: newMasterKey() }, 'api');
  const { url } = service;
  const mine = async (token: string | null): Promise<Reply> =>
    (
      await askAs(
        url,
        token,
        '{ me { permissions memberRole } scopes { permission name description roles } }',
      )
    ).body.data;
  const ada = await account(url, 'ada@example.com');
  const { me, scopes } = await mine(ada.token);
  expect(me).toEqual({ permissions: PERMISSIONS.map(asEnum), memberRole: 'owner' });
  expect(scopes).toEqual(
    PERMISSIONS.map((name) => ({
      permission: asEnum(name),
      name,
      description: PERMISSION_TABLE[name].description,
      roles: [...PERMISSION_TABLE[name].roles],
    })),
  );

  const keyOf = (input: object) =>
    mutate(url, ada.token, 'createApiKey', { name: 'CI', ...input }, 'key apiKey { permissions scopes }');
  const { key, apiKey } = await keyOf({ permissions: ['WORKFLOWS_VIEW', 'QA_ASK'] });
  expect(apiKey).toEqual({
    permissions: ['WORKFLOWS_VIEW', 'QA_ASK'],
    scopes: ['workflows.view', 'qa.ask'],
  });
  expect((await mine(key)).me.permissions).toEqual(['WORKFLOWS_VIEW', 'QA_ASK']);
  const named = await keyOf({ scopes: ['workflows.view'] });
  expect(named.apiKey.permissions).toEqual(['WORKFLOWS_VIEW']);
  expect((await keyOf({})).errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'permissions'] }]);

  const email = 'bob@example.com';
  await mutate(url, ada.token, 'inviteMember', { email, role: 'analyst' }, '__typename');
  const bob = await account(url, email, { invitationToken: tokenIn((await mailsOf(service)).at(-1)!) });
  expect((await mine(bob.token)).me).toEqual({
    permissions: [...ROLE_PERMISSIONS.analyst].map(asEnum),
    memberRole: 'analyst',
  });
  // Nobody, and others.
  expect((await mine('no-such-token')).me).toBeNull();
  const others = '{ members { edges { node { user { email permissions } } } } }';
  const { edges } = (await askAs(url, bob.token, others)).body.data.members;
  expect(edges.map(({ node }: Reply) => [node.user.email, node.user.permissions.length > 0])).toEqual([
    ['ada@example.com', false],
    [email, true],
  ]);
});
