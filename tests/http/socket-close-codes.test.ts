import { type Client, createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { account, askAs, mailsOf, mutate, tokenIn } from '../identity/support/accounts.js';
import { apiClient } from '../support/api-client.js';
import { addText } from '../support/items.js';
import { relayTo } from '../support/relay.js';
import { testService, testSettings } from '../support/service.js';

const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' };
const EVENTS = 'subscription { knowledgeEvents { sequence item { title } } }';

/** A client of graphql-ws as it comes, with the codes by which its sockets were closed, and a wait for connections. */
function follower(url: string, token: string | null) {
  const codes: number[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  let connections = 0;
  const client: Client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryWait: () => Promise.resolve(),
    retryAttempts: 1_000,
    on: {
      connected: () => {
        connections++;
        for (const { count, done } of waiting) if (connections >= count) done();
      },
      closed: (event) => void codes.push((event as { code: number }).code),
    },
  });
  const events = client.iterate<{ knowledgeEvents: { item: { title: string } } }>({ query: EVENTS });
  return {
    client,
    codes,
    connected: (count: number) =>
      new Promise<void>((done) => {
        if (connections >= count) done();
        waiting.push({ count, done });
      }),
    titleOfNext: async () => (await events.next()).value?.data?.knowledgeEvents.item.title,
  };
}

test('a client of graphql-ws goes on by itself with other rights, and for another organization', async () => {
  await using service = await testService(KEYS);
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  await mutate(url, ada.token, 'inviteMember', { email: 'bob@example.com', role: 'viewer' }, '__typename');
  const bob = await account(url, 'bob@example.com', {
    invitationToken: tokenIn((await mailsOf(service)).at(-1)!),
  });
  const { me, organizations } = (await askAs(url, bob.token, '{ me { id } organizations { id } }')).body.data;
  const { client, codes, connected, titleOfNext } = follower(url, bob.token);
  const add = async (token: string, title: string) => {
    const api = apiClient(url, token);
    await addText(api, title, 'All data is encrypted.');
    await api.close();
  };
  const first = titleOfNext();
  await connected(1);
  await mutate(url, ada.token, 'changeMember', { userId: me.id, role: 'admin' }, '__typename');
  await connected(2);
  await add(ada.token, 'First');
  expect(await first).toBe('First');

  await mutate(url, bob.token, 'createOrganization', { name: 'Second' }, '__typename');
  await connected(3);
  await add(bob.token, 'Of the second organization');
  expect(await titleOfNext()).toBe('Of the second organization');
  await mutate(url, bob.token, 'switchOrganization', { id: organizations[0].id }, '__typename');
  await connected(4);
  expect(codes).toEqual([4410, 4410, 4410]);

  // Whoever is signed out is not let in again by trying.
  const over = expect(async () => {
    for (;;) await titleOfNext();
  }).rejects.toMatchObject({ code: 4401 });
  await mutate(url, bob.token, 'signOut', {});
  await over;
  expect(codes).toEqual([4410, 4410, 4410, 4401]);
  await client.dispose();
});

test('a client of graphql-ws connects again after the database was away', async () => {
  await using settings = await testSettings();
  await using relay = await relayTo(settings.env.DATABASE_URL!);
  await using service = await testService({ ...KEYS, DATABASE_URL: relay.url }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  relay.cut();
  const { client, codes, connected, titleOfNext } = follower(url, ada.token);
  const next = titleOfNext();
  await expect.poll(() => codes.length).toBeGreaterThan(0);
  relay.open();
  await connected(1);
  expect(new Set(codes)).toEqual(new Set([1013]));
  await client.dispose();
  await next;
});
