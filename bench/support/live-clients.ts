import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SeededWorkflow } from './database.js';
import type { SeededUser } from './users.js';

export const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    __typename
    sequence
    at
    ... on AnswerUpdated { answer { id status confidence text updatedAt } }
  }
}`;

/** Who follows a workflow, from the sequence of its last event on. */
export interface Follower {
  user: SeededUser;
  workflow: SeededWorkflow;
  last: number;
}

/** Says how to follow a workflow: what to send, and which reply says that it is followed. */
interface Protocol {
  subprotocol: string;
  join(socket: WebSocket, follower: Follower): Promise<void>;
}

async function replyOf(socket: WebSocket, request: string): Promise<string> {
  socket.send(request);
  const [reply] = await once(socket, 'message');
  return String(reply);
}

const GRAPHQL: Protocol = {
  subprotocol: 'graphql-transport-ws',
  async join(socket, { user: { token }, workflow: { reference }, last }) {
    const authorization = `Bearer ${token}`;
    await replyOf(socket, JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    // The last event of the past comes back, which says that it follows.
    const payload = { query: EVENTS, variables: { workflowId: reference, after: last - 1 } };
    const reply = await replyOf(socket, JSON.stringify({ id: '1', type: 'subscribe', payload }));
    if (!reply.includes('"type":"next"')) throw new Error(reply);
  },
};

export const PROTOCOLS: Record<'raw' | 'graphql-ws' | 'bidwright', Protocol> = {
  raw: {
    subprotocol: 'raw',
    join: async (socket, { workflow }) => void (await replyOf(socket, workflow.id)),
  },
  'graphql-ws': GRAPHQL,
  bidwright: GRAPHQL,
};

/** Connects the followers, a socket each. `onEvent` is called for each message. */
export async function connect(
  url: string,
  protocol: Protocol,
  followers: readonly Follower[],
  onEvent: (bytes: number) => void,
): Promise<{ close(): Promise<void> }> {
  const sockets: WebSocket[] = [];
  for (const follower of followers) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol.subprotocol);
    await once(socket, 'open');
    await protocol.join(socket, follower);
    socket.on('message', (data) => onEvent((data as Buffer).length));
    sockets.push(socket);
  }
  return {
    async close() {
      await Promise.all(
        sockets.map((socket) => {
          socket.close();
          return once(socket, 'close');
        }),
      );
    },
  };
}
