import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { getOperationAST } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from '../../schema/context.js';
import { schema } from '../../schema/index.js';
import type { App } from '../app-types.js';
import { MAX_FILE_BYTES } from '../documents/index.js';
import type { Actor } from '../identity/index.js';
import { publicUrlOf } from './addresses.js';
import { graphiqlOptions } from './graphiql.js';
import { maskError } from './mask-error.js';
import { isAllowedOrigin } from './origins.js';
import type { WorkflowResponses } from './workflow-responses.js';

export const GRAPHQL_PATH = '/graphql';

export type Server = { req: IncomingMessage; res: ServerResponse };

export type Graphql = ReturnType<typeof createGraphql>;

/** The largest body: a file, and the parts around it (field names, JSON, boundaries). */
export const MAX_BODY_BYTES = MAX_FILE_BYTES + 1024 * 1024;

/** Yoga over our schema: GET, POST, multipart and SSE; GraphiQL for browsers. */
export function createGraphql(app: App, actor: Actor, responses: WorkflowResponses) {
  return createYoga<Server, Partial<Context>>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    landingPage: false,
    logging: false,
    batching: { limit: 10 },
    maxRequestBodySize: MAX_BODY_BYTES,
    graphiql: (request) =>
      app.env.mode !== 'production' && graphiqlOptions(publicUrlOf(app.env, request.headers.get('host'))),
    renderGraphiQL,
    maskedErrors: { maskError: maskError(app) },
    cors: (request) => {
      const origin = request.headers.get('origin');
      const isAllowed = origin && isAllowedOrigin(origin, request.headers.get('host'));
      // Not `{ origin: [] }`, which lets every page in.
      return isAllowed ? { origin, credentials: true } : false;
    },
    context: ({ req }) => ({ app, actor, publicUrl: publicUrlOf(app.env, req.headers.host) }),
    plugins: [readOwnWrites(responses)],
  });
}

/** Whoever polls after his own mutation sees it, even before the event of it has come back from the database. */
const readOwnWrites = (responses: WorkflowResponses): Plugin<Context> => ({
  onExecute: ({ args }) => {
    if (getOperationAST(args.document, args.operationName)?.operation !== 'mutation') return;
    return { onExecuteDone: () => responses.forget((args.contextValue as Context).actor.organizationId) };
  },
});
