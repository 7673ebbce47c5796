import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startProcess } from '../support/processes.js';
import { testSettings } from '../support/service.js';

interface Outcome {
  /** 0 where no response came. */
  status: number;
  error: string;
}

/** One GraphQL request over kept-alive connections, as frontends and proxies send them. */
const post = (url: string, agent: Agent): Promise<Outcome> =>
  new Promise((resolve) => {
    const body = JSON.stringify({ query: '{ workflows(first: 5) { edges { node { id } } } }' });
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, error: error.code ?? error.message });
    const sent = request(
      `${url}/graphql`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', failed);
        response.on('end', () =>
          resolve({ status: text.includes('"data"') ? response.statusCode! : 0, error: text }),
        );
      },
    );
    sent.on('error', failed).end(body);
  });

test('under traffic from behind a load balancer no request is lost when a process is told to stop', async () => {
  await using settings = await testSettings({ SHUTDOWN_GRACE_SECONDS: '1', SHUTDOWN_DRAIN_SECONDS: '20' });
  await using api = await startProcess('api', settings.env);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const outcomes: Outcome[] = [];
  let isOver = false;
  let warm = () => {};
  const enough = new Promise<void>((resolve) => {
    warm = resolve;
  });
  const clients = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      const outcome = await post(api.url!, agent);
      if (outcomes.push(outcome) === 50) warm();
    }
  });
  await enough;
  const before = outcomes.length;
  const stopped = api.stop();
  // What a load balancer does: it looks away once /ready says no.
  while ((await fetch(`${api.url}/ready`)).status === 200);
  isOver = true;
  await Promise.all(clients);
  await stopped;
  agent.destroy();
  expect(outcomes.length).toBeGreaterThan(before);
  const lost = outcomes.filter(({ status }) => status !== 200);
  expect(lost).toEqual([]);
});

test('ready says no while requests are still taken; an upload that runs is finished; sockets are told to come again', async () => {
  await using settings = await testSettings({ SHUTDOWN_GRACE_SECONDS: '1', SHUTDOWN_DRAIN_SECONDS: '20' });
  await using api = await startProcess('api', settings.env);
  const url = new URL(api.url!);

  const socket = new WebSocket(`${api.url!.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const closed = once(socket, 'close');

  const parts = [
    '--x\r\ncontent-disposition: form-data; name="clientName"\r\n\r\nNorthwind\r\n',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="rfp.txt"\r\n\r\nRequest for Proposals\n\n1. Do you ',
    'encrypt data at rest?\n\r\n--x--\r\n',
  ];
  const upload = connect(Number(url.port), url.hostname);
  let reply = '';
  upload.on('data', (chunk) => {
    reply += chunk;
  });
  upload.write(
    'POST /upload/rfp HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\n' +
      `content-length: ${Buffer.byteLength(parts.join(''))}\r\n\r\n${parts[0]}${parts[1]}`,
  );
  // A response to a later request: the server has begun to read the upload.
  expect((await fetch(`${api.url}/ready`)).status).toBe(200);

  const stopped = api.stop();
  let ready = await fetch(`${api.url}/ready`);
  while (ready.status === 200) ready = await fetch(`${api.url}/ready`);
  expect(ready.status).toBe(503);
  expect(ready.headers.get('connection')).toBe('close');
  expect(await ready.json()).toEqual({ ready: false, leaving: true });

  expect((await closed)[0]).toBe(1001);
  upload.write(parts[2]!);
  await once(upload, 'close');
  expect(reply).toMatch(/^HTTP\/1\.1 201 /);
  await stopped;
});

test('a second signal ends the process at once', async () => {
  await using settings = await testSettings({ SHUTDOWN_GRACE_SECONDS: '60' });
  await using api = await startProcess('api', settings.env);
  const began = Date.now();
  const stopped = api.stop();
  let ready = await fetch(`${api.url}/ready`);
  while (ready.status === 200) ready = await fetch(`${api.url}/ready`);
  process.kill(api.pid, 'SIGTERM');
  await stopped;
  expect(Date.now() - began).toBeLessThan(30_000);
});
