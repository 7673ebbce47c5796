import { request } from 'node:http';
import { expect, test } from 'vitest';
import { newMasterKey, parseMasterKeys } from '../../src/platform/secrets/master-key.js';
import { startCodecServer } from '../../temporal/codec-server.js';
import { createPayloadCodec } from '../../temporal/payload-codec.js';

const UI = 'http://127.0.0.1:8233';
const codec = createPayloadCodec(parseMasterKeys(newMasterKey()), true);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = { metadata: { encoding: base64('json/plain') }, data: base64('"Northwind"') };

const started = async () => {
  const server = await startCodecServer(codec, { port: 0, origins: [UI] });
  return { ...server, [Symbol.asyncDispose]: server.close };
};

const post = (url: string, payloads: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-namespace': 'default',
      connection: 'close',
      ...headers,
    },
    body: JSON.stringify({ payloads }),
  });

test('the codec server decodes what it encoded, for the Temporal UI', async () => {
  await using server = await started();
  const { payloads } = await (await post(`${server.url}/encode`, [plain])).json();
  expect(Buffer.from(payloads[0].metadata.encoding, 'base64').toString()).toBe('binary/encrypted');
  const response = await post(`${server.url}/decode`, payloads, { origin: UI });
  expect(response.headers.get('access-control-allow-origin')).toBe(UI);
  expect(await response.json()).toEqual({ payloads: [plain] });
  const asked = await fetch(`${server.url}/decode`, {
    method: 'OPTIONS',
    headers: { origin: UI, connection: 'close' },
  });
  expect(asked.headers.get('access-control-allow-headers')).toContain('x-namespace');
});

test('it answers no other page, and no other name of this machine', async () => {
  await using server = await started();
  const response = await post(`${server.url}/decode`, [], { origin: 'https://evil.example.com' });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  const { port } = new URL(server.url);
  const status = await new Promise((resolve) => {
    const headers = { host: `evil.example.com:${port}`, connection: 'close' };
    request({ host: '127.0.0.1', port, method: 'POST', path: '/decode', headers }, (it) => {
      it.resume();
      resolve(it.statusCode);
    }).end('{}');
  });
  expect(status).toBe(403);
});

test('it says what is wrong with a request', async () => {
  await using server = await started();
  const foreign = createPayloadCodec(parseMasterKeys(newMasterKey()), true);
  const [sealed] = await foreign.encode([
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1') },
  ]);
  const payload = {
    metadata: Object.fromEntries(
      Object.entries(sealed!.metadata!).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(sealed!.data!).toString('base64'),
  };
  const response = await post(`${server.url}/decode`, [payload]);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('which this process does not have');
  expect((await post(`${server.url}/other`, [])).status).toBe(404);
});
