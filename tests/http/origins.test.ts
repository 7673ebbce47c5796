import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { testService } from '../support/service.js';
import { send, upgrade } from './raw-requests.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const ME = JSON.stringify({ query: '{ me { name } }' });

test('a name that a stranger gave to this machine is not ours', async () => {
  await using service = await testService({}, 'api');
  const { port } = new URL(service.url);
  const rebound = `evil.example:${port}`;
  const asked = { ...JSON_TYPE, host: rebound, origin: `http://${rebound}` };
  const answer = await send(`${service.url}/graphql`, 'POST', asked, ME);
  expect(answer.status).toBe(421);
  expect(answer.body.errors).toMatchObject([{ message: expect.stringContaining('ALLOWED_HOSTS') }]);
  expect((await send(`${service.url}/download/x`, 'GET', { host: rebound })).status).toBe(421);
  expect(await upgrade(service.url, { host: rebound, origin: `http://${rebound}` })).toBe(421);
  // Probes call by whatever name; what is for operators alone they are not told.
  expect((await send(`${service.url}/health`, 'GET', { host: rebound })).status).toBe(200);
  expect((await send(`${service.url}/ready`, 'GET', { host: rebound })).status).toBe(200);
  expect((await send(`${service.url}/metrics`, 'GET', { host: rebound })).status).toBe(403);

  for (const host of [`localhost:${port}`, `[::1]:${port}`, `app.localhost:${port}`]) {
    const ours = await send(`${service.url}/graphql`, 'POST', { ...JSON_TYPE, host }, ME);
    expect(ours.body.data).toEqual({ me: { name: 'Sales Rep' } });
    expect(await upgrade(service.url, { host, origin: `http://${host}` })).toBe(101);
  }
});

test('names are ours where the settings say so', async () => {
  await using service = await testService({ ALLOWED_HOSTS: 'bids.internal' }, 'api');
  const ask = (host: string) =>
    send(`${service.url}/graphql`, 'POST', { ...JSON_TYPE, host, origin: `http://${host}` }, ME);
  expect((await ask('bids.internal:4000')).status).toBe(200);
  expect((await ask('other.internal:4000')).status).toBe(421);
});

test('a request with a cookie says where it comes from', async () => {
  await using service = await testService({}, 'api');
  const cookie = 'bidwright_session=none';
  const form = { cookie, 'content-type': 'multipart/form-data; boundary=x' };
  const operation = `${service.url}/graphql?query=${encodeURIComponent('{ me { name } }')}`;
  const hash = createHash('sha256').update('{ me { name } }').digest('hex');
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
  const named = `${service.url}/graphql?extensions=${encodeURIComponent(extensions)}`;
  for (const [method, url, headers] of [
    ['POST', `${service.url}/upload/rfp`, form],
    ['POST', `${service.url}/graphql`, form],
    ['POST', `${service.url}/graphql`, { cookie, 'content-type': 'text/plain' }],
    ['GET', operation, { cookie }],
    ['HEAD', operation, { cookie }],
    // What it names may be known from another request.
    ['GET', named, { cookie }],
    ['HEAD', named, { cookie, accept: 'text/html' }],
    ['GET', `${service.url}/graphql?variables={}`, { cookie }],
  ] as const) {
    const refused = await send(url, method, headers);
    expect([url, refused.status]).toEqual([url, 403]);
    if (method !== 'HEAD')
      expect(refused.body.errors).toMatchObject([{ message: expect.stringContaining('X-Requested-With') }]);
    const statusWith = async (name: string, value: string) =>
      (await send(url, method, { ...headers, [name]: value })).status;
    expect(await statusWith('origin', service.url)).not.toBe(403);
    expect(await statusWith('sec-fetch-site', 'same-origin')).not.toBe(403);
    expect(await statusWith('x-requested-with', 'curl')).not.toBe(403);
    expect(await statusWith('origin', 'https://evil.example')).toBe(403);
    expect(await statusWith('sec-fetch-site', 'cross-site')).toBe(403);
    expect(await statusWith('sec-fetch-site', 'same-site')).toBe(403);
    // What no browser says yet, or says otherwise.
    for (const site of ['Cross-Site', 'cross-site, same-origin', 'related', ''])
      expect([site, await statusWith('sec-fetch-site', site)]).toEqual([site, 403]);
  }
  // A link to the page only shows it, whoever leads there.
  const page = { cookie, accept: 'text/html', 'sec-fetch-site': 'cross-site' };
  expect((await send(operation, 'GET', page)).status).toBe(200);
  // A page cannot send JSON elsewhere without being asked first.
  expect((await send(`${service.url}/graphql`, 'POST', { cookie, ...JSON_TYPE }, ME)).status).toBe(200);
});

test('an operation is never read from what pages send anywhere unasked', async () => {
  await using service = await testService({}, 'api');
  const url = `${service.url}/graphql`;
  const form = `query=${encodeURIComponent('{ me { name } }')}`;
  for (const [type, content] of [
    ['application/x-www-form-urlencoded', form],
    ['application/x-www-form-urlencoded;charset=utf-8', form],
    ['APPLICATION/X-WWW-Form-Urlencoded', form],
    ['text/plain', ME],
    ['text/plain; application/json', ME],
    ['text/plain,application/json', ME],
    ['', ME],
  ] as const) {
    const headers = { 'content-type': type, 'x-requested-with': 'curl' };
    const { status, body } = await send(url, 'POST', headers, content);
    expect([type, status, body.data]).toEqual([type, 415, undefined]);
    expect(body.errors![0]!.message).toContain('application/json');
  }
});

test('pages of allowed origins may use every path, others none', async () => {
  const page = 'https://app.example.com';
  await using service = await testService({ CORS_ORIGINS: page }, 'api');
  const preflight = (path: string, origin: string) =>
    send(`${service.url}${path}`, 'OPTIONS', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-request-id',
    });
  for (const [path, methods] of [
    ['/graphql', 'GET, HEAD, POST, OPTIONS'],
    ['/upload/rfp', 'POST, OPTIONS'],
    ['/upload/knowledge', 'POST, OPTIONS'],
    ['/download/x', 'GET, HEAD, OPTIONS'],
    ['/usage.csv', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const { status, headers } = await preflight(path, page);
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': methods,
      allow: methods,
      'access-control-allow-headers': 'authorization,content-type,x-request-id',
    });
    const stranger = await preflight(path, 'https://evil.example');
    expect(stranger.status).toBe(403);
    expect(stranger.headers).not.toHaveProperty('access-control-allow-origin');
  }
  const download = await send(`${service.url}/download/x`, 'GET', { origin: page });
  expect(download.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-expose-headers': expect.stringContaining('content-disposition'),
    vary: expect.stringContaining('Origin'),
  });
  const foreign = await send(`${service.url}/download/x`, 'GET', { origin: 'https://evil.example' });
  expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  const plain = await send(`${service.url}/graphql`, 'POST', { ...JSON_TYPE, origin: page }, ME);
  expect(plain.headers).toMatchObject({ 'access-control-allow-origin': page });
});
