import { expect, test } from 'vitest';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { testService } from '../../support/service.js';
import { account, askAs, mailsOf, mutate, type Person, signInAs, tokenIn } from '../support/accounts.js';
import { withTwoFactor } from '../support/authenticator.js';
import { actionsOf, letSessionsAge } from '../support/rows.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const codesOf = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);

type Service = Awaited<ReturnType<typeof testService>>;

const idOf = async ({ url }: Service, { token }: Person): Promise<string> =>
  (await askAs(url, token, '{ me { id } }')).body.data.me.id;

async function invited(service: Service, by: Person, email: string, role: string): Promise<Person> {
  const { url } = service;
  await mutate(url, by.token, 'inviteMember', { email, role }, 'invitation { id }');
  return account(url, email, { invitationToken: tokenIn((await mailsOf(service)).at(-1)!) });
}

test('an admin takes the second factor of a member away who has lost it', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await invited(service, ada, 'bob@example.com', 'admin');
  const eve = await invited(service, ada, 'eve@example.com', 'viewer');
  const [adaId, bobId, eveId] = [
    await idOf(service, ada),
    await idOf(service, bob),
    await idOf(service, eve),
  ];
  const reset = (by: Person, userId: string) =>
    mutate(url, by.token, 'resetMemberTwoFactor', { userId }, 'member { twoFactorEnabled }');
  await withTwoFactor(url, ada);
  await withTwoFactor(url, eve);

  const members = '{ members { edges { node { user { email twoFactor { enabled } } twoFactorEnabled } } } }';
  const seen = (await askAs(url, bob.token, members)).body.data.members.edges.map(
    ({ node }: { node: object }) => node,
  );
  expect(seen).toEqual([
    { user: { email: ada.email, twoFactor: null }, twoFactorEnabled: true },
    { user: { email: bob.email, twoFactor: { enabled: false } }, twoFactorEnabled: false },
    { user: { email: eve.email, twoFactor: null }, twoFactorEnabled: true },
  ]);
  expect((await askAs(url, eve.token, members)).body.errors[0].extensions.code).toBe('FORBIDDEN');

  expect(codesOf(await reset(eve, bobId))).toEqual(['FORBIDDEN']);
  // Of an owner by an owner alone, of oneself by other means, and of nobody who has none.
  expect(codesOf(await reset(bob, adaId))).toEqual(['FORBIDDEN']);
  expect(codesOf(await reset(ada, adaId))).toEqual(['CONFLICT']);
  expect(codesOf(await reset(ada, bobId))).toEqual(['CONFLICT']);
  await letSessionsAge(service);
  expect(codesOf(await reset(bob, eveId))).toEqual(['REAUTHENTICATE']);
  await mutate(url, bob.token, 'reauthenticate', { password: bob.password });

  expect(await reset(bob, eveId)).toEqual({ member: { twoFactorEnabled: false }, errors: [] });
  expect((await askAs(url, eve.token, '{ me { email } }')).body.data.me).toBeNull();
  expect((await signInAs(url, eve.email)).token).toEqual(expect.any(String));
  expect((await mailsOf(service)).at(-1)).toMatch(/To: eve@example.com[\s\S]*An admin of your organization/);
  expect(await actionsOf(service)).toContain('member.two-factor-reset');
});

test('no organization takes away what protects another one, too', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const mallory = await account(url, 'mallory@example.com');
  await withTwoFactor(url, ada);
  await mutate(url, mallory.token, 'inviteMember', { email: ada.email, role: 'viewer' }, 'invitation { id }');
  const token = tokenIn((await mailsOf(service)).at(-1)!);
  await mutate(url, ada.token, 'acceptInvitation', { token }, 'organization { id }');
  const refused = await mutate(
    url,
    mallory.token,
    'resetMemberTwoFactor',
    { userId: await idOf(service, ada) },
    'member { role }',
  );
  expect(codesOf(refused)).toEqual(['CONFLICT']);
  expect(codesOf(await signInAs(url, ada.email))).toEqual(['TWO_FACTOR_REQUIRED']);
});

test('an organization keeps out who has no second factor, and leads there', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const bob = await invited(service, ada, 'bob@example.com', 'manager');
  const scopes = ['workflows.view'];
  const { key } = await mutate(url, bob.token, 'createApiKey', { name: 'CI', scopes }, 'key');
  const demand = (by: Person, required: boolean) =>
    mutate(url, by.token, 'requireTwoFactor', { required }, 'organization { requireTwoFactor }');
  const WORK = '{ workflows { edges { node { id } } } }';

  expect(codesOf(await demand(bob, true))).toEqual(['FORBIDDEN']);
  // Nobody locks himself out.
  expect(codesOf(await demand(ada, true))).toEqual(['CONFLICT']);
  await withTwoFactor(url, ada);
  expect(await demand(ada, true)).toEqual({ organization: { requireTwoFactor: true }, errors: [] });

  expect((await askAs(url, ada.token, WORK)).body.errors).toBeUndefined();
  const refused = (await askAs(url, bob.token, WORK)).body.errors[0];
  expect(refused.extensions.code).toBe('TWO_FACTOR_REQUIRED');
  expect(refused.message).toContain('enableTwoFactor');
  const change = await mutate(url, bob.token, 'saveDepartment', { name: 'Bids' }, '__typename');
  expect(codesOf(change)).toEqual(['TWO_FACTOR_REQUIRED']);
  expect((await askAs(url, key, WORK)).status).toBe(401);
  expect(
    (await fetch(`${url}/audit.csv`, { headers: { authorization: `Bearer ${bob.token}` } })).status,
  ).toBe(401);

  await withTwoFactor(url, bob);
  expect((await askAs(url, bob.token, WORK)).body.errors).toBeUndefined();
  expect((await askAs(url, key, WORK)).body.errors).toBeUndefined();
  // What somebody did to his account while he was kept out is on record all the same.
  expect((await actionsOf(service)).filter((action) => action === 'user.two-factor-on')).toHaveLength(2);
  expect((await demand(ada, false)).organization).toEqual({ requireTwoFactor: false });
});
