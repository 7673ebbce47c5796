// The servers that bench/live.ts compares: `live-servers.ts raw|bidwright <database url> <bytes a message>`.
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import { EVENT_CHANNEL } from '../../src/platform/events/wakeups.js';
import { announce, listen, serveBidwright } from './servers.js';

/** A plain broadcast: on each announcement the same text goes to each socket of the workflow. It reads nothing. */
async function raw(databaseUrl: string, bytes: number): Promise<string> {
  const { server, url } = await listen((_req, res) => res.end());
  const followers = new Map<string, Set<WebSocket>>();
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.once('message', (data) => {
      const workflowId = String(data);
      const set = followers.get(workflowId) ?? new Set();
      followers.set(workflowId, set.add(socket));
      socket.once('close', () => set.delete(socket));
      socket.send('joined');
    });
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  client.on('notification', ({ payload = '' }) => {
    const [workflowId = '', sequence] = payload.split(' ');
    const text = JSON.stringify({ workflowId, sequence, text: '' });
    const message = JSON.stringify({
      workflowId,
      sequence,
      text: 'x'.repeat(Math.max(0, bytes - text.length)),
    });
    for (const socket of followers.get(workflowId) ?? []) socket.send(message);
  });
  await client.connect();
  await client.query(`LISTEN ${EVENT_CHANNEL}`);
  return url;
}

const [name, databaseUrl = '', bytes = '0'] = process.argv.slice(2);
announce(name === 'raw' ? await raw(databaseUrl, Number(bytes)) : await serveBidwright(databaseUrl));
