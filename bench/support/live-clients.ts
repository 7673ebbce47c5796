import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SeededWorkflow } from './database.js';

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    __typename
    sequence
    at
    ... on AnswerUpdated { answer { id status confidence text updatedAt } }
  }
}`;

/** A workflow and the sequence of its last event. */
export interface FollowedWorkflow extends SeededWorkflow {
  last: number;
}

/** Says how to follow a workflow: what to send, and which reply says that it is followed. */
export interface Protocol {
  subprotocol: string;
  join(socket: WebSocket, workflow: FollowedWorkflow): Promise<void>;
}

async function replyOf(socket: WebSocket, request: string): Promise<string> {
  socket.send(request);
  const [reply] = await once(socket, 'message');
  return String(reply);
}

export const PROTOCOLS: Record<'raw' | 'bidwright', Protocol> = {
  raw: {
    subprotocol: 'raw',
    join: async (socket, { id }) => void (await replyOf(socket, id)),
  },
  bidwright: {
    subprotocol: 'graphql-transport-ws',
    async join(socket, { reference, last }) {
      await replyOf(socket, '{"type":"connection_init"}');
      // The last event of the past comes back, which says that it follows.
      const payload = { query: EVENTS, variables: { workflowId: reference, after: last - 1 } };
      const reply = await replyOf(socket, JSON.stringify({ id: '1', type: 'subscribe', payload }));
      if (!reply.includes('"type":"next"')) throw new Error(reply);
    },
  },
};

/** Connects one subscriber to each of the workflows, which may repeat. `onEvent` is called for each message. */
export async function connect(
  url: string,
  protocol: Protocol,
  workflows: readonly FollowedWorkflow[],
  onEvent: (bytes: number) => void,
): Promise<{ close(): Promise<void> }> {
  const sockets: WebSocket[] = [];
  for (const workflow of workflows) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol.subprotocol);
    await once(socket, 'open');
    await protocol.join(socket, workflow);
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
