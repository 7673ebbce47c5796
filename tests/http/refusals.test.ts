import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { account, askAs, mutate, signInAs } from '../identity/support/accounts.js';
import { testSettings } from '../support/service.js';
import { send, upgrade } from './raw-requests.js';

interface Line {
  msg: string;
  code: string;
  reason: string;
  origin?: string;
  host?: string;
  address: string;
  via: string | null;
  requestId: string;
  operation?: string;
  organizationId?: string;
}

/** A service, and what it wrote into its log about refusals since it was asked last. */
async function listeningService(more: Record<string, string> = {}) {
  const settings = await testSettings(more);
  const lines: string[] = [];
  const log = createLog('info', false, { write: (line) => void lines.push(line) });
  const service = await startService(parseEnv(settings.env), log, 'api');
  return {
    url: service.url!,
    lines,
    refused: () => lines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg.includes('refused')),
    async [Symbol.asyncDispose]() {
      await service.stop();
      await settings[Symbol.asyncDispose]();
    },
  };
}

test('what is refused to somebody is in the log, with where it came from and nothing secret', async () => {
  await using service = await listeningService({ BIDWRIGHT_MASTER_KEYS: newMasterKey() });
  const { url, lines } = service;
  const ada = await account(url, 'ada@example.com');
  const scopes = ['workflows.view'];
  const { key } = await mutate(url, ada.token, 'createApiKey', { name: 'CI', scopes }, 'key');
  lines.length = 0;

  await signInAs(url, 'nobody@example.com', 'a wrong password');
  await askAs(url, 'no-such-token', 'query Mine { workflows { edges { cursor } } }');
  await askAs(url, key, 'query Tags { knowledgeTags { tag } }');
  await mutate(url, key, 'revokeApiKey', { id: 'x' });
  await fetch(`${url}/upload/rfp`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  await fetch(`${url}/download/WF-RFP-NONE`);

  const noted = service.refused();
  expect(noted.map(({ code }) => code)).toEqual([
    ...['unauthenticated', 'unauthenticated'],
    ...['forbidden', 'forbidden', 'forbidden', 'unauthenticated'],
  ]);
  for (const { address, requestId, reason } of noted) {
    expect(address).toBe('127.0.0.1');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(reason).not.toBe('');
  }
  expect(noted[2]).toMatchObject({ operation: 'Tags', organizationId: expect.any(String) });
  for (const secret of ['a wrong password', 'no-such-token', key, ada.token])
    expect(lines.join('')).not.toContain(secret);
});

test('pages and names of strangers are in the log, over HTTP and WebSocket', async () => {
  await using service = await listeningService();
  const { url } = service;
  const { host } = new URL(url);
  const page = 'https://evil.example';
  const rebound = 'evil.example:4000';
  const form = { cookie: 'bidwright_session=none', 'content-type': 'multipart/form-data; boundary=x' };

  expect((await send(`${url}/graphql`, 'POST', { origin: page })).status).toBe(403);
  expect((await send(`${url}/graphql`, 'POST', { host: rebound })).status).toBe(421);
  expect((await send(`${url}/upload/rfp`, 'POST', form)).status).toBe(403);
  expect(await upgrade(url, { origin: page })).toBe(403);
  expect(await upgrade(url, { host: rebound })).toBe(421);

  const noted = service.refused();
  expect(noted.map(({ origin, host }) => [origin, host])).toEqual([
    [page, host],
    [undefined, rebound],
    [undefined, host],
    [page, host],
    [undefined, rebound],
  ]);
  for (const line of noted)
    expect(line).toMatchObject({ code: 'forbidden', address: '127.0.0.1', requestId: expect.any(String) });
  expect(noted[2]!.reason).toContain('X-Requested-With');
  expect(service.lines.join('')).not.toContain('bidwright_session');
});
