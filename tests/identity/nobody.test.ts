import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { testService } from '../support/service.js';
import { account, mutate, signInAs } from './support/accounts.js';
import { rows } from './support/rows.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };

/** What a WebSocket is closed with; null where it is let in. */
async function closed(url: string, payload: unknown): Promise<[number, string] | null> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  return new Promise((resolve) => {
    socket.once('message', () => {
      socket.close();
      resolve(null);
    });
    socket.once('close', (code, reason) => resolve([code, String(reason)]));
  });
}

test('who is nobody is told why, by operations, routes and sockets alike', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const keyOf = async () =>
    mutate(
      url,
      ada.token,
      'createApiKey',
      { name: 'CI', permissions: ['WORKFLOWS_VIEW'] },
      'key apiKey { id }',
    );
  const revoked = await keyOf();
  await mutate(url, ada.token, 'revokeApiKey', { id: revoked.apiKey.id });
  const late = await keyOf();
  await rows(service, "UPDATE api_key SET expires_at = now() - interval '1 second' WHERE revoked_at IS NULL");
  const { token: ended } = await signInAs(url, ada.email);
  await mutate(url, ended, 'signOut', {});
  const { token: over } = await signInAs(url, ada.email);
  await rows(
    service,
    `UPDATE auth_session SET expires_at = now() - interval '1 second'
     WHERE created_at = (SELECT max(created_at) FROM auth_session)`,
  );
  const cases: [string, string | null, RegExp][] = [
    ['MISSING', null, /Nobody is signed in/],
    ['MALFORMED', 'Basic YTpi', /Authorization: Bearer/],
    ['MALFORMED', 'Bearer', /Authorization: Bearer/],
    ['UNKNOWN', 'Bearer nothing-of-ours', /has ended, or is none/],
    ['UNKNOWN', `Bearer ${ended}`, /has ended/],
    ['UNKNOWN', 'Bearer bw_nothing', /no such API key/],
    ['EXPIRED', `Bearer ${over}`, /has expired/],
    ['EXPIRED', `Bearer ${late.key}`, /has expired/],
    ['REVOKED', `Bearer ${revoked.key}`, /was revoked/],
  ];
  const odd: unknown[] = [];
  for (const [reason, authorization, says] of cases) {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const body = JSON.stringify({ query: '{ knowledgeTags { tag } }' });
    const asked = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const got = await fetch(`${url}/download/WF-RFP-NONE`, { headers });
    for (const answer of [asked, got]) {
      const [error] = ((await answer.json()) as { errors: { message: string; extensions: object }[] }).errors;
      const isTold = answer.status === 401 && says.test(error!.message);
      if (!isTold || JSON.stringify(error).indexOf(`"reason":"${reason}"`) < 0)
        odd.push([reason, authorization, error]);
    }
    const closing = await closed(url, authorization === null ? {} : { authorization });
    if (closing?.[0] !== 4401 || !says.test(closing[1])) odd.push([reason, authorization, closing]);
  }
  expect(odd).toEqual([]);
});

test('a credential that is none lets nobody in while requests need none', async () => {
  await using service = await testService({}, 'api');
  const { url } = service;
  expect(await closed(url, undefined)).toBeNull();
  expect(await closed(url, { authorization: null })).toBeNull();
  for (const authorization of ['Bearer garbage', 'garbage', 'Bearer bw_garbage', 7, {}])
    expect((await closed(url, { authorization }))?.[0]).toBe(4401);
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ knowledgeTags { tag } }' }),
    });
  expect((await ask({ authorization: 'Bearer garbage' })).status).toBe(401);
  // A browser may have kept a cookie of another time.
  expect((await ask({ cookie: 'bidwright_session=garbage' })).status).toBe(200);
});
