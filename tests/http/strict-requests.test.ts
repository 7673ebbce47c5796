import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SharedService, sharedService } from '../support/shared-service.js';

let service: SharedService;
beforeAll(async () => {
  service = await sharedService();
});
afterAll(() => service[Symbol.asyncDispose]());

const NAME =
  'mutation ($input: OrganizationNameInput!) { renameOrganization(input: $input) { errors { code } } }';

test('a field that an input does not have is refused, also where the thing behind it has one', async () => {
  for (const extra of ['id', 'createdAt', 'memberships', 'constructor']) {
    const { errors } = await service.ask(NAME, { input: { name: 'Mine', [extra]: 'x' } });
    expect(errors?.[0]?.message).toContain(`Field "${extra}" is not defined`);
  }
});

test('names of the prototype in variables reach nothing', async () => {
  const body = `{"query":${JSON.stringify(NAME)},"variables":{"input":{"name":"Mine","__proto__":{"polluted":1}},"__proto__":{"polluted":1}}}`;
  const headers = { 'content-type': 'application/json' };
  await fetch(`${service.url}/graphql`, { method: 'POST', headers, body });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect((await service.run('{ me { role } }')).me).toEqual({ role: 'owner' });
});

test('a value of another type is refused, not converted', async () => {
  const { errors } = await service.ask(
    'query ($first: Int) { workflows(first: $first) { edges { cursor } } }',
    {
      first: '1',
    },
  );
  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('an operation is read from one place: what stands in the address beside a body is nothing', async () => {
  const query = encodeURIComponent('{ workflows { edges { cursor } } }');
  const response = await fetch(`${service.url}/graphql?query=${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ me { role } }' }),
  });
  expect(await response.json()).toMatchObject({ data: { me: { role: 'owner' } } });
});

test('a mutation in a link is refused', async () => {
  const query = encodeURIComponent('mutation { signOut(input: {}) { ok } }');
  const response = await fetch(`${service.url}/graphql?query=${query}`);
  expect(response.status).toBe(405);
});

test.each(['/graphql', '/health', '/download/x', '/'])(
  'TRACE %s gives back nothing of the request',
  async (path) => {
    const sent = request(service.url + path, { method: 'TRACE', headers: { 'x-secret': 'hush' } });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response) body += chunk;
    expect([404, 405]).toContain(response.statusCode);
    expect(body).not.toContain('hush');
  },
);

/** The answer to a request as it stands. */
async function answerOf(request: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

test('a request line in absolute form is read as any other, by the host that it names', async () => {
  const link = `/graphql?query=${encodeURIComponent('{ me { role } }')}`;
  const get = (target: string, host = 'localhost') =>
    answerOf(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(await get(`http://localhost${link}`)).toContain('"role":"owner"');
  expect(await get(`HTTP://127.0.0.1:4000${link}`, 'evil.example')).toContain('"role":"owner"');
  expect(await get(`http://evil.example${link}`)).toMatch(/^HTTP\/1\.1 421 /);
  expect(await get('http://localhost')).toMatch(/^HTTP\/1\.1 302 /);
  expect(await get('https://localhost?x')).toMatch(/^HTTP\/1\.1 302 /);
  expect(await get('http://localhost/health')).toContain('"status":"ok"');
});

test('a target or a host that makes no sense is refused, and nothing shown of the service', async () => {
  for (const [target, host, status] of [
    ['//', 'localhost', 404],
    ['//graphql', 'localhost', 404],
    ['//evil.example/graphql?query={__typename}', 'localhost', 404],
    ['/%00', 'localhost', 400],
    ['http://', 'localhost', 400],
    ['http://a b/', 'localhost', 400],
    ['http:///graphql', 'localhost', 400],
    ['http://[::/graphql', 'localhost', 400],
    ['/graphql', 'a b', 400],
    ['/graphql', 'localhost:99999', 400],
    ['/graphql', 'localhost/x?query={me{id}}', 400],
    ['/graphql', 'user@localhost', 400],
    ['/graphql', '%', 400],
  ] as const) {
    const answer = await answerOf(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect([target, host, answer.slice(9, 12)]).toEqual([target, host, `${status}`]);
    expect(answer).not.toMatch(/INTERNAL|node_modules|\bat .*:\d+:\d+/);
  }
});

test('parts of a request that do not fit together are refused, and no fault of the service', async () => {
  const operations = '{"query":"query ($f: File) { __typename }","variables":{"f":null}}';
  for (const [given, map] of [
    ...['{"0":[1]}', '{"0":[null]}', '{"0":null}', '{"0":{}}', '{"0":[["variables.f"]]}', '{"0":5}'].map(
      (each) => [operations, each] as const,
    ),
    ...['null', '5', '"text"', '[null]'].map((each) => [each, '{"0":["variables.f"]}'] as const),
    ['[{"query":"{ __typename }"}]', '{"0":["0.variables.f.g", "7.variables.f"]}'],
    ['[{"query":"{ __typename }"}]', '{"0":["length"]}'],
  ] as const) {
    const form = new FormData();
    form.set('operations', given);
    form.set('map', map);
    form.set('0', new Blob(['text']), 'a.txt');
    const response = await fetch(`${service.url}/graphql`, { method: 'POST', body: form });
    expect([given, map, await response.text()]).toEqual([
      given,
      map,
      expect.not.stringContaining('INTERNAL'),
    ]);
    expect(response.status).toBeLessThan(500);
  }
  for (const parameters of [
    'query={__typename}&variables={',
    'extensions=[',
    'query={__typename}&variables=5',
  ]) {
    const response = await fetch(`${service.url}/graphql?${parameters}`);
    expect([parameters, response.status]).toEqual([parameters, 400]);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  }
});

test.each([
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 5'],
  ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
  ['chunks spelt in another way', 'Transfer-Encoding: xchunked'],
  ['a length that is no number', 'Content-Length: +4'],
  ['white space before the colon', 'Content-Length : 4'],
])('a request whose end can be read in two ways is refused: %s', async (_name, header) => {
  const answer = await answerOf(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${header}\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  );
  // What follows is not taken for a request of its own.
  expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400']);
});
