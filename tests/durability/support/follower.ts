import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    __typename
    sequence
    ... on WorkflowStateChanged { to }
    ... on AnswerUpdated { answer { id } }
  }
}`;

interface SeenEvent {
  __typename: string;
  sequence: number;
  to?: string;
}

export interface Follower {
  /** The sequence numbers as they came in, over all connections. */
  sequences: number[];
  /** Connections after the first. */
  readonly reconnects: number;
  /** Resolves after the event that says the response is ready; rejects where the run ends otherwise. */
  done: Promise<void>;
}

const RETRY_MS = 50;

/**
 * Follows a workflow as a client does that must not miss anything: whenever the connection ends it connects
 * again with the last sequence that it has.
 * @param urlOf the API to use for the n-th connection, from 0
 * @param eventsOn how many events the n-th connection may bring before it is cut off hard; Infinity for all
 */
export function follow(
  workflowId: string,
  urlOf: (connection: number) => string,
  eventsOn: (connection: number) => number = () => Number.POSITIVE_INFINITY,
): Follower {
  const sequences: number[] = [];
  let connection = 0;
  let ready = false;

  const take = (event: SeenEvent) => {
    sequences.push(event.sequence);
    if (event.to === 'ERROR' || event.to === 'CANCELLED') throw new Error(`The run ended in ${event.to}.`);
    ready ||= event.to === 'READY';
    // It comes with the change of state, as the last event of the run.
    return ready && event.__typename === 'OutputReady';
  };

  const run = async () => {
    for (;;) {
      const brought = await connectOnce(
        urlOf(connection),
        workflowId,
        sequences.at(-1) ?? 0,
        eventsOn(connection),
        take,
      );
      if (brought === 'all') return;
      connection++;
      if (brought === 'nothing') await wait(RETRY_MS);
    }
  };
  return {
    sequences,
    get reconnects() {
      return connection;
    },
    done: run(),
  };
}

/** One connection, until it breaks or has brought enough; says what it brought. */
async function connectOnce(
  url: string,
  workflowId: string,
  after: number,
  most: number,
  take: (event: SeenEvent) => boolean,
): Promise<'all' | 'some' | 'nothing'> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const results = client.iterate<{ workflowEvents: SeenEvent }>({
    query: EVENTS,
    variables: { workflowId, after },
  });
  let events = 0;
  try {
    for (;;) {
      // The service going away is what this is about; what it sent is judged outside of here.
      const next = await results.next().catch(() => null);
      const event = next?.value?.errors ? null : next?.value?.data?.workflowEvents;
      if (!event) return events > 0 ? 'some' : 'nothing';
      if (take(event)) return 'all';
      if (++events >= most) return 'some';
    }
  } finally {
    client.terminate();
  }
}
