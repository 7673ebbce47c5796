import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { parseWithin } from '../../../src/http/graphql/limits/limit-documents.js';
import { excessOfJson } from '../../../src/http/graphql/limits/limit-json.js';
import { BoundedMap } from '../../../src/platform/concurrency/bounded-map.js';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../../src/platform/settings/env.js';
import { field, filePart, multipart, send } from '../../hostile/support/requests.js';
import { account } from '../../identity/support/accounts.js';
import { type TestService, testService } from '../../support/service.js';

const { limits } = parseEnv({});
const MB = 1024 * 1024;
const JSON_BODY = { 'content-type': 'application/json' };
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const many = (values: number) => `[${'0,'.repeat(values - 2)}0]`;
const withVariable = (json: string) => `{"query":"{ __typename }","variables":{"a":${json}}}`;
const refusal = (limit: string) => ({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit } }] });

let service: TestService;
let token: string;
beforeAll(async () => {
  service = await testService({ BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open' }, 'api');
  token = (await account(service.url, 'ada@example.com')).token;
});
afterAll(() => service[Symbol.asyncDispose]());

/** With a spy on the parser: what is refused for its size must not have reached it. */
async function unparsed<T>(work: () => Promise<T>): Promise<T> {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    const outcome = await work();
    const longest = Math.max(0, ...parse.mock.calls.map(([text]) => String(text).length));
    // Answers, frames of the protocol and what the database sends are short.
    expect(longest).toBeLessThan(20_000);
    return outcome;
  } finally {
    parse.mockRestore();
  }
}

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  send(`${service.url}/graphql`, [Buffer.from(body)], { ...JSON_BODY, ...headers });

describe('JSON is counted before it is parsed', () => {
  test('by its values and levels, whatever stands in its texts', () => {
    const within = [
      nested(limits.nesting),
      many(limits.values),
      JSON.stringify({ a: '[{,"\\'.repeat(100_000) }),
    ];
    for (const json of within) expect(excessOfJson(json, limits), json.slice(0, 20)).toBeNull();
    expect(excessOfJson(nested(limits.nesting + 1), limits)?.extensions).toMatchObject({ limit: 'nesting' });
    expect(excessOfJson(Buffer.from(many(limits.values + 1)), limits)?.extensions).toMatchObject({
      limit: 'values',
    });
    expect(excessOfJson('{"a":"\\\\"', limits)).toBeNull();
    expect(excessOfJson(`"\\"${'['.repeat(100)}`, limits)).toBeNull();
    expect(excessOfJson(`"\\\\"${'['.repeat(100)}`, limits)?.extensions).toMatchObject({ limit: 'nesting' });
  });

  const over: [string, string, string][] = [
    ['too many values', 'values', withVariable(many(100_000))],
    ['too many levels', 'nesting', withVariable(nested(30_000))],
    ['too many of both, and no JSON', 'nesting', '['.repeat(500_000)],
  ];
  test.each(over)('in a body: %s', async (_name, limit, body) => {
    for (const headers of [{}, { authorization: `Bearer ${token}` }] as Record<string, string>[]) {
      const answer = await unparsed(() => post(body, headers));
      expect(answer).toMatchObject({ status: 413, body: refusal(limit) });
      expect(answer.body.errors[0].message).toMatch(/Send /);
    }
  });

  test('in an address and in the parts of a form with files; a form that is a text is not looked into', async () => {
    const query = new URLSearchParams({ query: '{ __typename }', variables: `{"a":${nested(100)}}` });
    const link = await send(`${service.url}/graphql?a=?&${query}`, [], JSON_BODY, 'GET');
    expect(link).toMatchObject({ status: 413, body: refusal('nesting') });

    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = new URLSearchParams({ query: '{ __typename }', extensions: `{"a":${many(50_000)}}` });
    const answer = await unparsed(() => send(`${service.url}/graphql`, [Buffer.from(`${posted}`)], form));
    expect(answer.status).toBe(415);

    const file = filePart(Buffer.from('What is your name?'), 'a.txt', '0');
    const authorization = { authorization: `Bearer ${token}` };
    const typename = field('operations', '{"query":"{ __typename }"}');
    for (const parts of [
      [field('operations', withVariable(nested(20_000))), field('map', '{}'), file],
      [typename, field('map', `{"0":${nested(20_000)}}`), file],
    ]) {
      const answer = await unparsed(() => send(`${service.url}/graphql`, multipart(parts), authorization));
      expect(answer).toMatchObject({ status: 413, body: refusal('nesting') });
    }
  });

  test('in a message of a WebSocket, whose connection is closed', async () => {
    const subscribe = `{"id":"1","type":"subscribe","payload":${withVariable(many(100_000))}}`;
    for (const message of [subscribe, `{"type":"connection_init","payload":${nested(1_000)}}`]) {
      const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const code = await unparsed(
        () =>
          new Promise((resolve) => {
            socket.on('open', () => socket.send(message));
            socket.on('close', resolve);
          }),
      );
      expect(code).toBe(1009);
    }
  });
});

describe('a request without files', () => {
  test('is at most 1 MB, whether it says how long it is or not', async () => {
    const body = withVariable(JSON.stringify('x'.repeat(2 * MB)));
    expect(await unparsed(() => post(body))).toMatchObject({ status: 413, body: refusal('bytes') });
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    expect(await unparsed(() => post(body, length))).toMatchObject({ status: 413, body: refusal('bytes') });
    const plain = { 'content-type': 'application/graphql' };
    expect(await post(`{ __typename } #${'x'.repeat(2 * MB)}`, plain)).toMatchObject({ status: 413 });
    const fits = withVariable(JSON.stringify('x'.repeat(MB - 200)));
    expect((await post(fits)).body).toMatchObject({ data: { __typename: 'Query' } });
  });

  test('is refused before it is sent, where it says that it is larger', async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...JSON_BODY, 'content-length': 40 * MB };
      const sent = request(`${service.url}/graphql`, { method: 'POST', headers });
      sent.on('response', (res) => {
        resolve(res.statusCode);
        sent.destroy();
      });
      sent.on('error', reject).flushHeaders();
    });
    expect(answer).toBe(413);
  });

  test('is not unpacked', async () => {
    const body = gzipSync(withVariable(JSON.stringify('x'.repeat(50 * MB))));
    expect(body.length).toBeLessThan(MB);
    const answer = await post(body, { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({
      status: 415,
      body: { errors: [{ extensions: { code: 'UNSUPPORTED_ENCODING' } }] },
    });
  });
});

test('files are taken from those who may upload some, and from nobody else', async () => {
  const parts = () => [
    field(
      'operations',
      '{"query":"mutation ($file: File!) { uploadRfp(input: {file: $file, clientName: \\"N\\"}) { workflow { id } errors { code } } }","variables":{"file":null}}',
    ),
    field('map', '{"0":["variables.file"]}'),
    filePart(Buffer.from(`1. What is your name?\n${'Some words. '.repeat(200_000)}`), 'rfp.txt', '0'),
  ];
  const upload = (authorization?: string) =>
    send(
      `${service.url}/graphql`,
      multipart(parts()),
      authorization ? { authorization: `Bearer ${authorization}` } : {},
    );
  const nobody = await upload();
  expect(nobody).toMatchObject({ status: 413, body: refusal('bytes') });
  expect(nobody.body.errors[0].message).toContain('sign in');
  const input = { name: 'Reader', scopes: ['workflows.view'] };
  const made = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_BODY, authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query:
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key errors { message } } }',
      variables: { input },
    }),
  });
  const { key } = ((await made.json()) as { data: { createApiKey: { key: string } } }).data.createApiKey;
  expect(await upload(key)).toMatchObject({ status: 413, body: refusal('bytes') });
  expect((await upload(token)).body).toMatchObject({ data: { uploadRfp: { errors: [] } } });
});

describe('a document', () => {
  test('is counted before it is parsed', () => {
    const limitOf = (text: string) => {
      try {
        parseWithin(limits, text);
        return null;
      } catch (error) {
        return (error as { extensions: { limit?: string } }).extensions.limit;
      }
    };
    expect(limitOf(`{ node(id: "${'x'.repeat(limits.text)}") { id } }`)).toBe('text');
    expect(limitOf(`{ __typename } #${'é'.repeat(limits.text / 2)}`)).toBe('text');
    expect(limitOf(`{ a(b: ${nested(limits.nesting)}) }`)).toBe('nesting');
    // Of which the rest is no GraphQL: a parser would have complained of that first.
    expect(limitOf(`{ ${'a '.repeat(limits.tokens)} !!!`)).toBe('tokens');
    expect(limitOf('{ __typename }')).toBeNull();
  });

  test('is remembered for who is known, and nothing is for nobody', async () => {
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const named = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });
    const ask = async (body: object, headers: Record<string, string>) =>
      (await post(JSON.stringify(body), headers)).body;
    const query = '{ __typename # of nobody\n }';
    const known = { authorization: `Bearer ${token}` };
    expect(await ask({ query, extensions: named(query) }, {})).toMatchObject({
      data: { __typename: 'Query' },
    });
    for (const headers of [{}, known] as Record<string, string>[])
      expect(await ask({ extensions: named(query) }, headers)).toMatchObject({
        errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      });
    await ask({ query, extensions: named(query) }, known);
    expect(await ask({ extensions: named(query) }, {})).toMatchObject({ data: { __typename: 'Query' } });

    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const ids = Array.from({ length: limits.tokens - 20 }, () => '"x"').join(' ');
    const heapAfter = async (from: number, count: number, headers: Record<string, string>) => {
      for (let n = from; n < from + count; n++)
        expect(
          (await ask({ query: `{ nodes(ids: [${ids}]) { id } } # ${n} ${'x'.repeat(80_000)}` }, headers))
            .errors,
        ).toMatchObject([
          { extensions: { code: headers.authorization ? 'BAD_USER_INPUT' : 'UNAUTHENTICATED' } },
        ]);
      gc();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(0, 10, {});
    // Texts alone are 3 MB, and documents of so many tokens 40 MB.
    expect((await heapAfter(10, 40, {})) - before).toBeLessThan(6 * MB);
    expect((await heapAfter(200, 40, known)) - before).toBeLessThan(24 * MB);
  }, 60_000);
});

test('a cache holds so many bytes, of what was used last', () => {
  const cache = new BoundedMap<number>(100);
  for (const [n, key] of ['a', 'b', 'c'].entries()) cache.set(key, n, 30);
  expect(cache.held).toBe(96);
  cache.get('a');
  cache.set('d', 4, 30);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
  cache.set('huge', 5, 200);
  cache.set('a', 6, 10);
  expect([cache.get('huge'), cache.get('a'), cache.held]).toEqual([undefined, 6, 76]);
  cache.clear();
  expect([cache.get('a'), cache.held]).toEqual([undefined, 0]);
});

test('or so many entries, of what was used last', () => {
  const cache = new BoundedMap<number | null>(2);
  const made: string[] = [];
  const get = (key: string) =>
    cache.getOrMake(key, () => {
      made.push(key);
      return null;
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect(cache.held).toBe(2);
});
