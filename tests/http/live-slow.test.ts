import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TOO_SLOW } from '../../src/http/subscriptions/back-pressure.js';
import { createLog } from '../../src/platform/observability/log.js';
import type { Reply } from '../support/api-client.js';
import { apiOnly, edit, readyWorkflow, take } from './api-only.js';

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) { sequence ... on AnswerUpdated { answer { text } } }
}`;
const LONG_TEXT = 'x'.repeat(99_000);
// More than the buffers of both sockets hold.
const EVENTS_COUNT = 150;

/** A client that can stop reading from its socket. */
async function stoppable(url: string, workflowId: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const seen: number[] = [];
  socket.on('message', (data) => {
    const message: Reply = JSON.parse(String(data));
    if (message.type === 'connection_ack')
      socket.send(
        JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS, variables: { workflowId } } }),
      );
    if (message.type === 'next') {
      seen.push(message.payload.data.workflowEvents.sequence);
      socket.emit('event', seen.at(-1));
    }
  });
  await once(socket, 'open');
  const first = once(socket, 'event');
  socket.send('{"type":"connection_init"}');
  await first;
  const tcp = (socket as unknown as { _socket: Socket })._socket;
  return { socket, seen, stop: () => tcp.pause(), goOn: () => tcp.resume() };
}

describe('a subscriber that stops reading', () => {
  test('costs the others nothing, and is dropped with a reason; what it missed it can read later', async () => {
    await using workflow = await readyWorkflow();
    let dropped = () => {};
    const isDropped = new Promise<void>((resolve) => {
      dropped = resolve;
    });
    const log = Object.assign(createLog('silent', false), { warn: () => dropped() });
    await using api = await apiOnly(workflow.databaseUrl, { log }, { timeoutMs: 1_000 });
    const stuck = await stoppable(api.url, workflow.reference);
    const healthy = take(api.subscribe(EVENTS, { workflowId: workflow.reference, after: 1 }), EVENTS_COUNT);
    stuck.stop();
    const writing = (async () => {
      for (let n = 0; n < EVENTS_COUNT; n++) await edit(api.app, workflow, `${n} ${LONG_TEXT}`);
    })();
    // It reads on in time to learn the reason; one that never does is cut off without.
    await isDropped;
    const closed = once(stuck.socket, 'close');
    stuck.goOn();
    const [code, reason] = await closed;
    expect(code).toBe(TOO_SLOW);
    expect(String(reason)).toMatch(/too slow/i);
    await writing;
    expect((await healthy).at(-1).workflowEvents.sequence).toBe(EVENTS_COUNT + 1);
    const last = stuck.seen.length;
    expect(last).toBeLessThan(EVENTS_COUNT);
    expect(stuck.seen).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    const rest = await take(
      api.subscribe(EVENTS, { workflowId: workflow.reference, after: last }),
      EVENTS_COUNT + 1 - last,
    );
    expect(rest[0].workflowEvents.sequence).toBe(last + 1);
  });

  test('gets everything in order when it goes on in time', { timeout: 240_000 }, async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl, {}, { timeoutMs: 600_000 });
    const slow = await stoppable(api.url, workflow.reference);
    slow.stop();
    for (let n = 0; n < EVENTS_COUNT; n++) await edit(api.app, workflow, `${n} ${LONG_TEXT}`);
    slow.goOn();
    while (slow.seen.length < EVENTS_COUNT + 1) await once(slow.socket, 'event');
    // It is with the others again.
    await edit(api.app, workflow, 'one more');
    while (slow.seen.length < EVENTS_COUNT + 2) await once(slow.socket, 'event');
    expect(slow.seen).toEqual(Array.from({ length: EVENTS_COUNT + 2 }, (_, i) => i + 1));
    slow.socket.terminate();
  });
});
