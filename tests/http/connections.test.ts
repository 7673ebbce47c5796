import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { testService } from '../support/service.js';

async function open(url: string): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const closed = (socket: Socket) => (socket.destroyed ? Promise.resolve() : once(socket, 'close'));

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  return socket;
}

const codeOf = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];
const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));
const reply = async (socket: WebSocket) =>
  JSON.parse(String(((await once(socket, 'message')) as [Buffer])[0]));

const SLOW = { STALL_SECONDS: '1', MIN_BYTES_PER_SECOND: '500' };

describe('a client that holds a connection', () => {
  test.each([
    ['by a body that comes a byte at a time', '/graphql', 'content-type: application/json'],
    ['by an upload that stops', '/upload/rfp', 'content-type: multipart/form-data; boundary=x'],
  ])('%s is cut off', async (_name, path, type) => {
    await using service = await testService(SLOW, 'api');
    const socket = await open(service.url);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\n${type}\r\ncontent-length: 100000\r\n\r\n`);
    const drip = setInterval(() => socket.write('x'), 100);
    await closed(socket);
    clearInterval(drip);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
  });

  test('by sending fast enough is served, and one that waits for events is not cut off', async () => {
    await using service = await testService(SLOW, 'api');
    const waiting = await openSocket(service.url);
    say(waiting, { type: 'connection_init' });
    const body = JSON.stringify({ query: `{ me { name } } # ${'x'.repeat(3_000)}` });
    const socket = await open(service.url);
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    let sent = 0;
    const steps = setInterval(() => {
      socket.write(body.slice(sent, sent + 100));
      sent += 100;
    }, 100);
    const [answer] = await once(socket, 'data');
    clearInterval(steps);
    expect(String(answer)).toContain('200 OK');
    expect(waiting.readyState).toBe(WebSocket.OPEN);
    waiting.terminate();
  });

  test('beyond the number for its address is refused', async () => {
    await using service = await testService({ MAX_CONNECTIONS_PER_ADDRESS: '5' }, 'api');
    const held = await Promise.all(Array.from({ length: 5 }, () => open(service.url)));
    await closed(await open(service.url));
    held[0]!.destroy();
    // The service hears of it a little later.
    let status = 0;
    while (!status)
      status = await fetch(`${service.url}/health`).then(
        (it) => it.status,
        () => 0,
      );
    expect(status).toBe(200);
    for (const socket of held) socket.destroy();
  });
});

describe('a WebSocket', () => {
  test('is closed where it says nothing first, says too much at once, or asks nothing', async () => {
    await using service = await testService({ SOCKET_MESSAGE_KB: '1', SOCKET_IDLE_SECONDS: '1' }, 'api');
    expect(await codeOf(await openSocket(service.url))).toBe(4408);

    const large = await openSocket(service.url);
    large.on('error', () => {});
    large.send('x'.repeat(2_000));
    expect(await codeOf(large)).toBe(1009);

    const idle = await openSocket(service.url);
    say(idle, { type: 'connection_init' });
    expect((await reply(idle)).type).toBe('connection_ack');
    say(idle, { id: '1', type: 'subscribe', payload: { query: '{ me { name } }' } });
    expect((await reply(idle)).payload.data.me.name).toBe('Sales Rep');
    expect(await codeOf(idle)).toBe(1000);
  });

  test('runs so many operations at a time', async () => {
    await using service = await testService({ SOCKET_OPERATIONS: '2' }, 'api');
    const socket = await openSocket(service.url);
    say(socket, { type: 'connection_init' });
    await reply(socket);
    const query = 'subscription { knowledgeEvents { sequence } }';
    for (const id of ['1', '2', '3']) say(socket, { id, type: 'subscribe', payload: { query } });
    expect(await reply(socket)).toMatchObject({
      id: '3',
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    });
    say(socket, { id: '1', type: 'complete' });
    // The place is free once the subscription has ended.
    for (let id = 4, type = 'error'; type === 'error'; id++) {
      say(socket, { id: `${id}`, type: 'subscribe', payload: { query: '{ me { name } }' } });
      type = (await reply(socket)).type;
    }
    socket.terminate();
  });

  test('is not opened for a page of a stranger', async () => {
    await using service = await testService({}, 'api');
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  });
});

describe('headers', () => {
  test('tell browsers to do nothing with a response, and let GraphiQL run', async () => {
    await using service = await testService({ PUBLIC_URL: 'https://bids.example.com' }, 'api');
    const body = JSON.stringify({ query: '{ me { name } }' });
    const json = { 'content-type': 'application/json' };
    for (const [path, init] of [
      ['/health', {}],
      ['/nothing', {}],
      ['/graphql', { method: 'POST', headers: json, body }],
      ['/graphql?query={__typename}', {}],
      ['/upload/rfp', { method: 'POST', headers: json, body }],
    ] as [string, RequestInit][]) {
      const { headers } = await fetch(service.url + path, init);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'; frame-ancestors");
      expect(headers.get('strict-transport-security'), path).toContain('max-age=31536000');
    }
    const page = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'");
    expect(page.headers.get('x-frame-options')).toBe('DENY');
  });
});
