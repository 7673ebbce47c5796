import { createHmac, hkdfSync } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey, parseMasterKeys } from '../../src/platform/secrets/master-key.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, signInAs, tokenIn } from './support/accounts.js';
import { rows } from './support/rows.js';

const MASTER_KEY = newMasterKey();
const KEYS = { BIDWRIGHT_MASTER_KEYS: MASTER_KEY, SIGN_UP: 'open' };
const SESSIONS = '{ sessions { id current } }';

async function change(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test('a session is worth nothing once its time is over, and other ones go on', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const { token: other } = await signInAs(url, ada.email);
  const { sessions } = (await askAs(url, ada.token, SESSIONS)).body.data;
  const own = sessions.find(({ current }: { current: boolean }) => current).id;
  const id = atob(own).split(':')[1];
  await change(
    env.DATABASE_URL!,
    `UPDATE auth_session SET expires_at = now() - interval '1 second' WHERE id = '${id}'`,
  );
  expect((await askAs(url, ada.token, SESSIONS)).status).toBe(401);
  expect((await askAs(url, other, SESSIONS)).body.data.sessions).toMatchObject([{ current: true }]);
});

test('a session that nobody uses ends, over a socket too, and one that is used goes on', async () => {
  await using service = await testService({ ...KEYS, SESSION_IDLE_MINUTES: '30' }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const seen = async (ago: string) => {
    await rows(service, `UPDATE auth_session SET last_seen_at = now() - interval '${ago}'`);
  };
  const minutes = async () => {
    const [row] = await rows(
      service,
      'SELECT round(extract(epoch FROM now() - last_seen_at) / 60)::int AS n FROM auth_session',
    );
    return row!.n;
  };
  await seen('29 minutes');
  expect((await askAs(url, ada.token, SESSIONS)).body.data.sessions).toHaveLength(1);
  expect(await minutes()).toBe(0);

  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${ada.token}` } }));
  await once(socket, 'message');
  await seen('20 minutes');
  // To look whether it still stands is no use of it.
  const closed = once(socket, 'close');
  const announce = () =>
    rows(service, "SELECT pg_notify('identity', 'identity:' || user_id || ' 0') FROM auth_session");
  await announce();
  const { token: other } = await signInAs(url, ada.email);
  expect((await askAs(url, other, SESSIONS)).body.data.sessions).toHaveLength(2);
  await seen('31 minutes');
  await announce();
  expect(((await closed) as [number])[0]).toBe(4401);
  for (const token of [ada.token, other]) expect((await askAs(url, token, SESSIONS)).status).toBe(401);
});

test('ending another session asks for the password where it was given long ago', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const ada = await account(url, 'ada@example.com');
  const { token: other } = await signInAs(url, ada.email);
  await change(env.DATABASE_URL!, "UPDATE auth_session SET authenticated_at = now() - interval '1 hour'");
  const { sessions } = (await askAs(url, ada.token, SESSIONS)).body.data;
  const { id } = sessions.find(({ current }: { current: boolean }) => !current);
  expect((await mutate(url, ada.token, 'revokeSession', { id })).errors[0].code).toBe('REAUTHENTICATE');
  expect((await mutate(url, ada.token, 'reauthenticate', { password: ada.password })).ok).toBe(true);
  expect((await mutate(url, ada.token, 'revokeSession', { id })).ok).toBe(true);
  expect((await askAs(url, other, SESSIONS)).status).toBe(401);
});

test('nobody signs in to an account that was deleted, and its sessions and keys end', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const invitation = { email: 'bob@example.com', role: 'manager' };
  await mutate(url, ada.token, 'inviteMember', invitation, 'invitation { id }');
  const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
  const bob = await account(url, 'bob@example.com', { invitationToken });
  const { token: other } = await signInAs(url, bob.email);
  const scopes = ['workflows.view'];
  const { key } = await mutate(url, bob.token, 'createApiKey', { name: 'CI', scopes }, 'key');
  expect((await mutate(url, bob.token, 'deleteAccount', { confirm: true })).ok).toBe(true);
  for (const token of [bob.token, other, key])
    expect((await askAs(url, token, '{ workflows { edges { cursor } } }')).status).toBe(401);
  expect((await signInAs(url, bob.email)).errors[0].code).toBe('UNAUTHENTICATED');
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a mailed token is taken as it was signed: not changed, unsigned, signed by others, or too late', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  await account(url, 'ada@example.com');
  const mail = (await mailsOf(service))[0]!;
  const token = tokenIn(mail);
  // In the link it stands where no server sees it.
  expect(mail).toContain(`/verify-email#token=${token}`);

  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
  const signed = (key: Buffer, given: object) => {
    const secret = Buffer.from(hkdfSync('sha256', key, '', 'bidwright sign-in', 32)).toString('base64');
    const text = `${header}.${encoded(given)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const [master, stranger] = [MASTER_KEY, newMasterKey()].map((ring) =>
    parseMasterKeys(ring)[0]!.key.export(),
  );
  const verify = async (given: string) =>
    (await mutate(url, null, 'verifyEmail', { token: given })).errors.map(
      ({ code }: { code: string }) => code,
    );

  for (const forged of [
    `${header}.${encoded({ ...claims, email: 'eve@example.com' })}.${signature}`,
    `${encoded({ alg: 'none' })}.${payload}.`,
    signed(stranger!, claims),
    signed(master!, { ...claims, exp: claims.iat - 1 }),
  ])
    expect(await verify(forged)).toEqual(['INVALID_INPUT']);
  // So they were refused for what they say, not for how they were made.
  expect(await verify(signed(master!, claims))).toEqual([]);
});

test('nothing that somebody typed stands in a mail to somebody else, and a name cannot break out of one', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const bait = 'Acme\r\nBcc: eve@example.com\r\n\r\n[Click](https://evil.example) <b>here</b>';
  const ada = await account(url, 'ada@example.com', { name: bait });
  // Made by a stranger with the address of somebody else.
  await account(url, 'carol@example.com', { name: bait, organizationName: bait });
  await mutate(url, ada.token, 'createOrganization', { name: bait }, 'organization { id }');
  const invitation = { email: 'bob@example.com', role: 'viewer' };
  await mutate(url, ada.token, 'inviteMember', invitation, 'invitation { id }');
  for (const name of ['requestPasswordReset', 'sendVerificationEmail'])
    await mutate(url, null, name, { email: 'carol@example.com' });
  const mails = await mailsOf(service);
  expect(mails.length).toBeGreaterThan(3);
  for (const mail of mails) expect(mail).not.toMatch(/acme|evil|bcc|eve@|<b>|click/i);
  const several = { email: 'bob@example.com, eve@example.com', role: 'viewer' };
  const refused = await mutate(url, ada.token, 'inviteMember', several, 'invitation { id }');
  expect(refused.errors[0].code).toBe('INVALID_INPUT');
});
