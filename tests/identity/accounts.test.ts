import pg from 'pg';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { testService } from '../support/service.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from './support/accounts.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };
const ME = '{ me { email role } workflows { edges { node { id } } } }';

async function rows(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('accounts end single-user mode, and sessions come, are listed and go', async () => {
  await using service = await testService({ ...KEYS, SIGN_UP: 'open' }, 'api');
  const { url, env } = service;

  expect((await service.run(ME)).me).toEqual({ email: 'sales@company.com', role: 'owner' });
  const ada = await account(url, 'Ada@Example.com');
  // The first account has what was there; nobody acts without a session any more.
  const nobody = await askAs(url, null, ME);
  expect([nobody.status, nobody.body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect((await askAs(url, 'bogus', '{ me { email } }')).body.data).toEqual({ me: null });
  expect((await askAs(url, ada.token, ME)).body.data.me).toEqual({ email: 'ada@example.com', role: 'owner' });
  for (const path of ['/download/x', '/documents/x/download', '/usage.csv?from=2026-01-01T00:00:00Z'])
    expect((await fetch(`${url}${path}`)).status).toBe(401);
  expect((await fetch(`${url}/upload/rfp`, { method: 'POST' })).status).toBe(401);

  // Neither passwords nor tokens are in the database.
  const [secrets] = await rows(
    env.DATABASE_URL!,
    'SELECT (SELECT password FROM auth_account) AS password, (SELECT token FROM auth_session) AS token',
  );
  expect(secrets!.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(secrets!.token).toMatch(/^[0-9a-f]{64}$/);

  const second = await askAs(
    url,
    null,
    `mutation ($input: SignInInput!) { signIn(input: $input) { token } }`,
    { input: { email: ada.email, password: PASSWORD } },
  );
  expect(second.cookies[0]).toMatch(/^bidwright_session=\S+; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
  const cookie = second.cookies[0]!.split(';')[0]!;
  const byCookie = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query: '{ sessions { id current } }' }),
  });
  const { sessions } = ((await byCookie.json()) as { data: { sessions: { id: string; current: boolean }[] } })
    .data;
  expect(sessions.map(({ current }) => current)).toEqual([true, false]);

  const revoked = await mutate(url, ada.token, 'revokeSession', { id: sessions[0]!.id });
  expect(revoked.ok).toBe(true);
  expect((await askAs(url, second.body.data.signIn.token, ME)).status).toBe(401);
  expect((await mutate(url, ada.token, 'signOut', { everywhere: true })).ok).toBe(true);
  expect((await askAs(url, ada.token, ME)).status).toBe(401);

  const audit = await rows(env.DATABASE_URL!, 'SELECT action FROM audit_record ORDER BY at, id');
  expect(audit.map(({ action }) => action)).toEqual([
    'user.signed-up',
    'session.created',
    'session.created',
    'session.revoked',
    'session.all-revoked',
  ]);
});

test('wrong passwords lock the address, whether it has an account or not', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const { email } = await account(url, 'ada@example.com');

  for (const address of [email, 'nobody@example.com']) {
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { errors } = await signInAs(url, address, 'wrong password!');
      expect(errors).toEqual([
        { code: 'UNAUTHENTICATED', message: 'The e-mail address or the password is wrong.', path: null },
      ]);
    }
    // The right one does not help now.
    expect((await signInAs(url, address)).errors[0].code).toBe('LOCKED');
  }
  const refused = await rows(
    env.DATABASE_URL!,
    "SELECT details->>'attempts' AS attempts FROM audit_record WHERE action = 'session.refused' ORDER BY at, id",
  );
  // An attempt while it is locked is refused without being judged.
  expect(refused.map(({ attempts }) => attempts)).toEqual(['1', '2', '3', '4', '5']);

  expect((await mutate(url, null, 'requestPasswordReset', { email })).ok).toBe(true);
  const token = tokenIn((await mailsOf(service)).at(-1)!);
  const password = 'another long password';
  expect((await mutate(url, null, 'resetPassword', { token, password })).errors).toEqual([]);
  expect((await mutate(url, null, 'resetPassword', { token, password })).errors[0].code).toBe(
    'INVALID_INPUT',
  );
  expect((await signInAs(url, email, password)).token).toEqual(expect.any(String));
});

test('an address is verified by the token that was mailed to it', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  await account(url, 'ada@example.com');
  const token = tokenIn((await mailsOf(service))[0]!);
  expect((await mutate(url, null, 'verifyEmail', { token: 'x' })).errors[0].code).toBe('INVALID_INPUT');
  expect((await mutate(url, null, 'verifyEmail', { token })).errors).toEqual([]);
  const [user] = await rows(env.DATABASE_URL!, "SELECT email_verified FROM app_user WHERE email LIKE 'ada%'");
  expect(user).toEqual({ email_verified: true });
});

test('later accounts need an invitation', async () => {
  await using service = await testService(KEYS, 'api');
  await account(service.url, 'ada@example.com');
  const uninvited = { email: 'bob@example.com', password: PASSWORD, name: 'Bob' };
  expect((await mutate(service.url, null, 'signUp', uninvited)).errors[0].code).toBe('FORBIDDEN');
});

test('API keys act within their scopes, until they are revoked', async () => {
  await using service = await testService(KEYS, 'api');
  const { url, env } = service;
  const { token } = await account(url, 'ada@example.com');
  const made = await mutate(
    url,
    token,
    'createApiKey',
    { name: 'CI', scopes: ['workflows.view'] },
    'key apiKey { id prefix scopes }',
  );
  expect(made.key).toMatch(/^bw_/);
  expect((await askAs(url, made.key, '{ workflows { edges { node { id } } } }')).body.errors).toBeUndefined();
  const refused = await askAs(url, made.key, '{ knowledgeTags { tag } }');
  expect(refused.body.errors[0].extensions.code).toBe('FORBIDDEN');
  expect((await mutate(url, made.key, 'revokeApiKey', { id: made.apiKey.id })).errors[0].code).toBe(
    'FORBIDDEN',
  );
  const [key] = await rows(env.DATABASE_URL!, 'SELECT key_hash, last_used_at FROM api_key');
  expect(key!.key_hash).not.toContain(made.key);
  expect(key!.last_used_at).toBeInstanceOf(Date);

  expect((await mutate(url, token, 'revokeApiKey', { id: made.apiKey.id })).ok).toBe(true);
  expect((await askAs(url, made.key, '{ workflows { edges { node { id } } } }')).status).toBe(401);
});

test('an open socket ends with its session', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const { token } = await account(url, 'ada@example.com');
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const messages: string[] = [];
  const acknowledged = new Promise<void>((resolve) => {
    socket.onmessage = ({ data }) => {
      messages.push(String(data));
      resolve();
    };
  });
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await acknowledged;
  expect(messages).toEqual(['{"type":"connection_ack"}']);
  expect((await mutate(url, token, 'signOut', {})).ok).toBe(true);
  expect(await closed).toBe(4401);
});
