import type { IncomingMessage, Server } from 'node:http';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type createGraphql, GRAPHQL_PATH } from './graphql.js';
import { isAllowedOrigin } from './origins.js';

const LARGEST_MESSAGE_BYTES = 1024 * 1024;

type Execute = (args: ExecutionArgs) => never;

/** GraphQL over WebSocket (graphql-transport-ws) on the port of the HTTP server, through Yoga's plugins. */
export function serveWebSocket(
  server: Server,
  yoga: ReturnType<typeof createGraphql>,
): { dispose(): unknown } {
  const sockets = new WebSocketServer({
    server,
    path: GRAPHQL_PATH,
    maxPayload: LARGEST_MESSAGE_BYTES,
    verifyClient: ({ req, origin }: { req: IncomingMessage; origin?: string }) =>
      !origin || isAllowedOrigin(origin, req.headers.host),
  });
  return useServer(
    {
      execute: (args: ExecutionArgs) => (args.rootValue as { execute: Execute }).execute(args),
      subscribe: (args: ExecutionArgs) => (args.rootValue as { subscribe: Execute }).subscribe(args),
      onSubscribe: async (context, _id, params) => {
        const { req, socket } = { req: context.extra.request, socket: context.extra.socket };
        const request = new Request(`http://${req.headers.host ?? 'localhost'}${GRAPHQL_PATH}`, {
          headers: { host: req.headers.host ?? '' },
        });
        const enveloped = yoga.getEnveloped({ req, socket, params, request } as never);
        const args = {
          schema: enveloped.schema,
          operationName: params.operationName,
          document: enveloped.parse(params.query),
          variableValues: params.variables,
          contextValue: await enveloped.contextFactory(),
          rootValue: { execute: enveloped.execute, subscribe: enveloped.subscribe },
        };
        const errors = enveloped.validate(args.schema, args.document);
        return errors.length ? errors : args;
      },
    },
    sockets,
  );
}
