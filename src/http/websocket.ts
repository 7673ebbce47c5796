import type { IncomingMessage, Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { publicUrlOf } from './addresses.js';
import { GRAPHQL_PATH, type Graphql } from './graphql.js';
import type { Params } from './json-body.js';
import { isAllowedOrigin } from './origins.js';
import { type Shareable, shareable } from './shareable.js';
import { type Open, SharedSubscription } from './shared-subscription.js';
import { PATIENCE, Subscriber } from './subscriber.js';

const LARGEST_MESSAGE_BYTES = 1024 * 1024;

type Execute = (args: ExecutionArgs) => never;

/**
 * GraphQL over WebSocket (graphql-transport-ws) on the port of the HTTP server, through Yoga's plugins.
 * Subscriptions to workflows are executed once for all who ask the same.
 */
export function serveWebSocket(
  server: Server,
  app: App,
  actor: Actor,
  yoga: Graphql,
  patience = PATIENCE,
): { dispose(): unknown } {
  const sockets = new WebSocketServer({
    server,
    path: GRAPHQL_PATH,
    maxPayload: LARGEST_MESSAGE_BYTES,
    verifyClient: ({ req, origin }: { req: IncomingMessage; origin?: string }) =>
      !origin || isAllowedOrigin(origin, req.headers.host),
  });
  const shared = new Map<string, SharedSubscription>();

  /** Joins the others who ask the same, or begins. */
  async function join({ request, socket }: Extra, id: string, params: Params, { after, ...same }: Shareable) {
    const url = publicUrlOf(app.env, request.headers.host);
    const key = [actor.organizationId, actor.userId, url, same.key].join('\n');
    const open: Open = async (sequence) => {
      const { schema, contextFactory, subscribe } = yoga.getEnveloped({ req: request, params } as never);
      return subscribe({
        schema,
        document: same.documentAfter(sequence),
        operationName: params.operationName,
        variableValues: params.variables,
        contextValue: await contextFactory(),
      });
    };
    const subscription = shared.get(key) ?? new SharedSubscription(open, () => shared.delete(key));
    shared.set(key, subscription);
    const subscriber = new Subscriber(socket, id, after, patience, () =>
      app.log.warn({ bytes: socket.bufferedAmount }, 'a subscriber was too slow; its connection is closed'),
    );
    const refusal = await subscription.join(subscriber, after);
    return refusal ?? subscriber.results(() => subscription.leave(subscriber));
  }

  return useServer(
    {
      execute: (args: ExecutionArgs) => (args.rootValue as { execute: Execute }).execute(args),
      subscribe: (args: ExecutionArgs) => (args.rootValue as { subscribe: Execute }).subscribe(args),
      onSubscribe: async ({ extra }, id, payload) => {
        const params = payload as Params;
        const enveloped = yoga.getEnveloped({ req: extra.request, socket: extra.socket, params } as never);
        const { schema, parse, validate, execute, subscribe } = enveloped;
        try {
          const document = parse(params.query);
          const errors = validate(schema, document);
          if (errors.length) return errors;
          const operation = getOperationAST(document, params.operationName);
          const share = operation && shareable(schema, document, operation, params);
          return {
            schema,
            operationName: params.operationName,
            document,
            variableValues: params.variables,
            contextValue: share ? null : await enveloped.contextFactory(),
            rootValue: { execute, subscribe: share ? () => join(extra, id, params, share) : subscribe },
          };
        } catch (error) {
          // A document that cannot be parsed is the operation's error, not the connection's.
          if (error instanceof GraphQLError) return [error];
          throw error;
        }
      },
    },
    sockets,
  );
}
