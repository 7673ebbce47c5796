import { once } from 'node:events';
import pg from 'pg';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { apiClient } from '../support/api-client.js';
import { addText } from '../support/items.js';
import { openInEveryWay } from '../support/open-streams.js';
import { type TestService, testService } from '../support/service.js';
import { sse } from '../support/sse.js';
import { account, askAs, mailsOf, mutate, PASSWORD, signInAs, tokenIn } from './support/accounts.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };
const EVENTS = 'subscription { knowledgeEvents { sequence } }';

async function sql(service: TestService, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A socket of a caller, admitted; its close tells the code. */
async function admitted({ url }: TestService, token: string | null): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const payload = token ? { authorization: `Bearer ${token}` } : {};
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(String(message)).type).toBe('connection_ack');
  return socket;
}

const codeOf = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];

test('a stream of server-sent events ends with its session', async () => {
  await using service = await testService(KEYS);
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const api = apiClient(url, ada.token);
  await addText(api, 'Security', 'All data is encrypted.');
  const stream = sse(url, EVENTS, {}, ada.token);
  expect((await stream.next()).value.data.knowledgeEvents.sequence).toBe(1);

  const { token } = await signInAs(url, ada.email);
  const { body } = await askAs(url, token, '{ sessions { id current } }');
  const other = body.data.sessions.find(({ current }: { current: boolean }) => !current);
  expect((await mutate(url, token, 'revokeSession', { id: other.id })).ok).toBe(true);
  // Cut off, or at its end: nothing comes any more.
  const rest = async () => {
    for await (const { data } of stream) if (!data) break;
  };
  await rest().catch((error: Error) => expect(error.message).toMatch(/terminated|closed/));
  expect((await askAs(url, ada.token, '{ me { id } }')).body.data.me).toBeNull();
  await api.close();
});

test('a subscription ends with the rights of whoever follows it, in whatever way it was asked for', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  /** Opens a subscription in every way; all of them are over when the rights are taken away. */
  const endsBy = async (
    token: string | null,
    takeAway: () => Promise<{ errors: unknown[] }>,
    code = 4401,
  ) => {
    const streams = await openInEveryWay(url, EVENTS, token);
    expect(new Set(streams.map(({ type }) => type))).toEqual(new Set(['text/event-stream']));
    const sockets = await Promise.all(Array.from({ length: 5 }, () => admitted(service, token)));
    const codes = Promise.all(sockets.map(codeOf));
    expect((await takeAway()).errors).toEqual([]);
    const said = await Promise.all(streams.map(({ results }) => results.next()));
    expect(said.every(({ done }) => done)).toBe(true);
    expect(await codes).toEqual(Array(5).fill(code));
  };

  // Nobody is signed in yet, and everybody the owner.
  await endsBy(null, () =>
    mutate(url, null, 'signUp', { email: 'ada@example.com', password: PASSWORD, name: 'Ada' }),
  );
  const { token: ada } = await signInAs(url, 'ada@example.com');
  await mutate(url, ada, 'inviteMember', { email: 'bob@example.com', role: 'viewer' }, '__typename');
  const invitationToken = tokenIn((await mailsOf(service)).at(-1)!);
  const bob = await account(url, 'bob@example.com', { invitationToken });
  const { userId } = (await askAs(url, bob.token, '{ me { userId: id } }')).body.data.me;

  await endsBy(
    bob.token,
    () => mutate(url, ada, 'changeMember', { userId, role: 'admin' }, '__typename'),
    4410,
  );
  const key = async (name: string) =>
    mutate(url, bob.token, 'createApiKey', { name, scopes: ['knowledge.view'] }, 'key apiKey { id }');
  const { key: revoked, apiKey } = await key('CI');
  await endsBy(revoked, () => mutate(url, bob.token, 'revokeApiKey', { id: apiKey.id }));
  const { token: second } = await signInAs(url, 'bob@example.com');
  await endsBy(second, () => mutate(url, second, 'signOut', {}));
  const { key: orphaned } = await key('CD');
  const remove = () => mutate(url, ada, 'removeMember', { userId }, '__typename');
  await endsBy(orphaned, async () => {
    await endsBy(bob.token, remove);
    return { errors: [] };
  });
  for (const token of [null, revoked, second, orphaned, bob.token])
    expect((await askAs(url, token, '{ knowledgeTags { tag } }')).status).toBe(401);
});

test('a socket is closed when its session expires', async () => {
  await using service = await testService(KEYS, 'api');
  const { token } = await account(service.url, 'ada@example.com');
  await sql(service, "UPDATE auth_session SET expires_at = now() + interval '5 seconds'");
  expect(await codeOf(await admitted(service, token))).toBe(4401);
});

test('an API key works until it expires, over sockets too', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const scopes = ['workflows.view'];
  const { key } = await mutate(url, ada.token, 'createApiKey', { name: 'CI', scopes, expiresAt }, 'key');
  const works = async () =>
    Boolean((await askAs(url, key, '{ workflows { edges { node { id } } } }')).body.data?.workflows);
  expect(await works()).toBe(true);
  await sql(service, "UPDATE api_key SET expires_at = now() + interval '5 seconds'");
  expect(await codeOf(await admitted(service, key))).toBe(4401);
  expect(await works()).toBe(false);
});

test('switching the organization and giving the password again are on record', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const { token } = await account(url, 'ada@example.com');
  const { body } = await askAs(url, token, '{ organizations { id } }');
  await mutate(url, token, 'createOrganization', { name: 'Second' }, 'organization { id }');
  const input = { id: body.data.organizations[0].id };
  await mutate(url, token, 'switchOrganization', input, 'organization { id }');
  expect((await mutate(url, token, 'reauthenticate', { password: 'not the password' })).ok).toBe(false);
  expect((await mutate(url, token, 'reauthenticate', { password: PASSWORD })).ok).toBe(true);
  const actions = await sql(
    service,
    "SELECT action, subject_type FROM audit_record WHERE action LIKE 'session.%' ORDER BY at, id",
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'session.created',
    'session.organization-switched',
    'session.refused',
    'session.reauthenticated',
  ]);
});
