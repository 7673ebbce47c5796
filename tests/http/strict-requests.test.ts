import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestService, testService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await testService({}, 'api');
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

test.each([
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 5'],
  ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
  ['chunks spelt in another way', 'Transfer-Encoding: xchunked'],
  ['a length that is no number', 'Content-Length: +4'],
  ['white space before the colon', 'Content-Length : 4'],
])('a request whose end can be read in two ways is refused: %s', async (_name, header) => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${header}\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  );
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  // What follows is not taken for a request of its own.
  expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400']);
});
