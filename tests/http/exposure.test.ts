import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseEnv } from '../../src/platform/settings/env.js';
import { temporaryFolder } from '../support/folder.js';
import { testService } from '../support/service.js';

const PRODUCTION = { NODE_ENV: 'production' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const ME = '{ me { name } }';
const POLL = '{ workflow(workflowId: "WF-RFP-NONE") { state } }';

const named = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

async function post(url: string, body: object) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return answer.errors?.[0]?.extensions.code ?? answer.data;
}

async function overSocket(url: string, payload: object) {
  const sockets = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  try {
    const { value } = await sockets.iterate({ query: '', ...payload }).next();
    return value?.data;
  } catch (errors) {
    return (errors as { extensions: { code: string } }[])[0]!.extensions.code;
  } finally {
    await sockets.dispose();
  }
}

describe('in production', () => {
  test('the schema is not shown, in no way', async () => {
    await using service = await testService(PRODUCTION, 'api');
    const page = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<html');
    for (const query of [getIntrospectionQuery(), '{ __type(name: "User") { name } }'])
      expect(await post(service.url, { query })).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await overSocket(service.url, { query: getIntrospectionQuery() })).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    const close = [
      '{ mee { name } }',
      '{ me { nam } }',
      '{ workflows(frst: 1) { edges { cursor } } }',
      '{ node(id: "x") { ... on Workflo { id } } }',
    ];
    for (const query of close) expect(JSON.stringify(await service.ask(query))).not.toContain('Did you mean');
    const wrong = await service.ask(
      'query ($kind: WorkflowKind) { workflows(kind: $kind) { edges { cursor } } }',
      {
        kind: 'RFP_RESPONS',
      },
    );
    expect(wrong.errors).toHaveLength(1);
    expect(JSON.stringify(wrong)).not.toContain('Did you mean');
    expect((await service.run(ME)).me.name).toBe('Sales Rep');
  });

  test('it is shown where it is switched on', async () => {
    await using service = await testService({ ...PRODUCTION, GRAPHIQL: 'true' }, 'api');
    const page = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('Bidwright');
    expect((await service.run(getIntrospectionQuery())).__schema.queryType.name).toBe('Query');
    expect(JSON.stringify(await service.ask('{ mee { name } }'))).toContain('Did you mean');
  });
});

describe('operations named by their hash', () => {
  test('are remembered when they come with it, and asked for where they are not known', async () => {
    await using service = await testService({}, 'api');
    for (const query of [ME, POLL]) {
      const extensions = named(sha256(query));
      expect(await post(service.url, { extensions })).toBe('PERSISTED_QUERY_NOT_FOUND');
      expect(await post(service.url, { query, extensions: named(sha256('other')) })).toBe(
        'PERSISTED_QUERY_MISMATCH',
      );
      const data = await post(service.url, { query, extensions });
      expect(data).toEqual(query === ME ? { me: { name: 'Sales Rep' } } : { workflow: null });
      expect(await post(service.url, { extensions })).toEqual(data);
      expect(await overSocket(service.url, { extensions })).toEqual(data);
      const link = `${service.url}/graphql?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
      expect(await (await fetch(link)).json()).toMatchObject({ data });
    }
  });

  test('can be all that is executed', async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/operations.json`;
    writeFileSync(file, JSON.stringify({ [sha256(ME)]: ME }));
    const env = { PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: 'true' };
    await using service = await testService(env, 'api');
    const data = { me: { name: 'Sales Rep' } };
    for (const ask of [post, overSocket]) {
      expect(await ask(service.url, { extensions: named(sha256(ME)) })).toEqual(data);
      expect(await ask(service.url, { query: ME })).toEqual(data);
      for (const refused of [
        { query: POLL },
        { extensions: named(sha256(POLL)) },
        { query: POLL, extensions: named(sha256(POLL)) },
      ])
        expect(await ask(service.url, refused)).toBe('PERSISTED_QUERY_ONLY');
    }
    const link = `${service.url}/graphql?query=${encodeURIComponent(POLL)}`;
    expect(await (await fetch(link)).json()).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_ONLY' } }],
    });
  });

  test('are refused at start where the file is wrong', async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/operations.json`;
    writeFileSync(file, JSON.stringify({ [sha256('other')]: ME }));
    await expect(testService({ PERSISTED_OPERATIONS: file }, 'api')).rejects.toThrow(/is not the SHA-256/);
    expect(() => parseEnv({ PERSISTED_OPERATIONS_ONLY: 'true' })).toThrow(/without PERSISTED_OPERATIONS/);
  });
});

describe('pages of other origins', () => {
  test('are let in by name, and then no others', async () => {
    await using service = await testService({ CORS_ORIGINS: 'https://app.example.com' }, 'api');
    const allowed = async (origin: string) => {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ query: ME }),
      });
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await allowed('https://app.example.com')).toEqual([200, 'https://app.example.com']);
    expect(await allowed('http://app.example.com')).toEqual([403, null]);
    expect(await allowed('https://app.example.com.evil.example')).toEqual([403, null]);
    expect(await allowed('http://localhost:3000')).toEqual([403, null]);
    expect(await allowed(service.url)).toEqual([200, service.url]);
    expect(() => parseEnv({ CORS_ORIGINS: 'example.com,https://a.example/path' })).toThrow(/is no origin/);
  });
});
