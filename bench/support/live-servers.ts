// The servers that bench/live.ts compares: `live-servers.ts raw|graphql-ws|bidwright <database url> <bytes a message>`.

import type { Server } from 'node:http';
import { printSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema } from 'graphql-yoga';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import { schema } from '../../schema/index.js';
import { EVENT_CHANNEL } from '../../src/platform/events/wakeups.js';
import { announce, listen, serveBidwright } from './servers.js';

/** Calls `onEvent` for each announcement. */
async function listening(
  databaseUrl: string,
  onEvent: (workflowId: string, sequence: number) => void,
): Promise<{ server: Server; url: string }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  client.on('notification', ({ payload = '' }) => {
    const [workflowId = '', sequence] = payload.split(' ');
    onEvent(workflowId, Number(sequence));
  });
  await client.connect();
  await client.query(`LISTEN ${EVENT_CHANNEL}`);
  return listen((_req, res) => res.end());
}

/** A plain broadcast: on each announcement the same text goes to each socket of the workflow. It reads nothing. */
async function raw(databaseUrl: string, bytes: number): Promise<string> {
  const followers = new Map<string, Set<WebSocket>>();
  const { server, url } = await listening(databaseUrl, (workflowId, sequence) => {
    const text = JSON.stringify({ workflowId, sequence, text: '' });
    const message = JSON.stringify({
      workflowId,
      sequence,
      text: 'x'.repeat(Math.max(0, bytes - text.length)),
    });
    for (const socket of followers.get(workflowId) ?? []) socket.send(message);
  });
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.once('message', (data) => {
      const workflowId = String(data);
      const set = followers.get(workflowId) ?? new Set();
      followers.set(workflowId, set.add(socket));
      socket.once('close', () => set.delete(socket));
      socket.send('joined');
    });
  });
  return url;
}

interface Event {
  sequence: number;
  at: Date;
  answerId: string;
}

/** What somebody would write with graphql-ws over the same types: no sharing, no limits, nobody signs in. */
async function plain(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  pool.on('error', () => {});
  const one = async (name: string, text: string, values: unknown[]) =>
    (await pool.query({ name, text, values })).rows[0];
  const pubSub = createPubSub<Record<string, [Event]>>();
  const read = (workflowId: string, sequence: number): Promise<Event> =>
    one(
      'event',
      `SELECT sequence, at, payload->>'answerId' AS "answerId" FROM event
       WHERE subject_id = $1 AND sequence = $2`,
      [workflowId, sequence],
    );
  const { server, url } = await listening(
    databaseUrl,
    (workflowId, sequence) =>
      void read(workflowId, sequence).then((event) => event && pubSub.publish(workflowId, event)),
  );
  const ANSWER = 'SELECT id, status, confidence, text, updated_at AS "updatedAt" FROM answer WHERE id = $1';
  const typed = createSchema({
    typeDefs: printSchema(schema),
    resolvers: {
      WorkflowEvent: { __resolveType: () => 'AnswerUpdated' },
      AnswerUpdated: {
        answer: async ({ answerId }: Event) => {
          const answer = await one('answer', ANSWER, [answerId]);
          return { ...answer, id: Buffer.from(`Answer:${answer.id}`).toString('base64') };
        },
      },
      Subscription: {
        workflowEvents: {
          async *subscribe(_root: unknown, { workflowId, after }: { workflowId: string; after: number }) {
            const { id } = await one('workflow', 'SELECT id FROM run WHERE reference = $1', [workflowId]);
            const live = pubSub.subscribe(id);
            // The past, of which the benchmark asks for one event; what it is need not be known.
            const answer = await one('first', 'SELECT id FROM answer WHERE workflow_id = $1', [id]);
            yield { sequence: after + 1, at: new Date(), answerId: answer.id };
            yield* live;
          },
          resolve: (event: Event) => event,
        },
      },
    },
  });
  useServer({ schema: typed }, new WebSocketServer({ server }));
  return url;
}

const [name = '', databaseUrl = '', bytes = '0'] = process.argv.slice(2);
const SERVERS: Record<string, () => Promise<string>> = {
  raw: () => raw(databaseUrl, Number(bytes)),
  'graphql-ws': () => plain(databaseUrl),
  bidwright: () => serveBidwright(databaseUrl),
};
announce(await SERVERS[name]!());
