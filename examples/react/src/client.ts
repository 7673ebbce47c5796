import { type Cache, cacheExchange } from '@urql/exchange-graphcache';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';
import { Client, fetchExchange, subscriptionExchange } from 'urql';

const socketUrl = new URL('/graphql', location.href.replace(/^http/, 'ws')).href;

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

let unanswered: ReturnType<typeof setTimeout> | undefined;

/**
 * Connects again whenever it is cut, until the page closes. A proxy may lose the service and say nothing, so it asks from
 * time to time whether somebody is still there.
 */
const socket: Socket = createSocket({
  url: socketUrl,
  lazy: true,
  retryAttempts: Number.POSITIVE_INFINITY,
  keepAlive: PING_EVERY_MS,
  on: {
    ping(received) {
      if (!received) unanswered = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
    },
    pong(received) {
      if (received) clearTimeout(unanswered);
    },
    closed() {
      clearTimeout(unanswered);
    },
  },
});

/**
 * Events are numbered. After a cut graphql-ws sends the same operation again; with `after` as a getter, it then asks for
 * those that come after the last one seen: none is missed, none comes twice.
 */
function resuming(variables: Record<string, unknown>) {
  let last = (variables.after as number | undefined) ?? 0;
  return {
    seen(sequence: number) {
      last = sequence;
    },
    variables: {
      ...variables,
      get after() {
        return last;
      },
    },
  };
}

interface Sequenced {
  workflowEvents?: { sequence: number };
}

/** Answers come one by one: each new one joins the list of its workflow. */
function addAnswer(cache: Cache, workflow: { __typename: string; id: string }, answer: string) {
  const key = cache.keyOfEntity(workflow);
  const known = cache.resolve(key, 'generatedResponses') as string[] | null | undefined;
  if (!known?.includes(answer)) cache.link(key, 'generatedResponses', [...(known ?? []), answer]);
}

export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [
    cacheExchange({
      // What has no id of its own belongs to what it hangs on.
      keys: {
        WorkflowProgress: () => null,
        WorkflowFailure: () => null,
        Source: () => null,
        SourceMetadata: () => null,
        UserError: () => null,
      },
      updates: {
        Subscription: {
          workflowEvents({ workflowEvents: event }, _variables, cache) {
            const { workflow, answer } = event as { workflow: { id: string }; answer?: { id: string } };
            if (!answer) return;
            const entity = { __typename: 'Workflow', id: workflow.id };
            addAnswer(cache, entity, cache.keyOfEntity({ __typename: 'Answer', id: answer.id })!);
          },
        },
      },
    }),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (request) => ({
        subscribe(sink) {
          const { seen, variables } = resuming(request.variables ?? {});
          const end = socket.subscribe<Sequenced>(
            { query: request.query ?? '', operationName: request.operationName, variables },
            {
              ...sink,
              next(result) {
                const sequence = result.data?.workflowEvents?.sequence;
                if (sequence !== undefined) seen(sequence);
                sink.next(result as Parameters<typeof sink.next>[0]);
              },
            },
          );
          return { unsubscribe: end };
        },
      }),
    }),
  ],
});
