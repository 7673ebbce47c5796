import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga } from 'graphql-yoga';
import { schema } from '../../schema/index.js';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { publicUrlOf } from './addresses.js';
import { graphiqlOptions } from './graphiql.js';
import { maskError } from './mask-error.js';
import { isAllowedOrigin } from './origins.js';

export const GRAPHQL_PATH = '/graphql';

export type Server = { req: IncomingMessage; res: ServerResponse };

/** Yoga over our schema: GET, POST, multipart and SSE; GraphiQL for browsers. */
export function createGraphql(app: App, actor: Actor) {
  return createYoga<Server>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    landingPage: false,
    logging: false,
    batching: { limit: 10 },
    graphiql: app.env.mode !== 'production' && graphiqlOptions,
    renderGraphiQL,
    maskedErrors: { maskError: maskError(app) },
    cors: (request) => {
      const origin = request.headers.get('origin');
      return origin && isAllowedOrigin(origin, request.headers.get('host'))
        ? { origin, credentials: true }
        : { origin: [] };
    },
    context: ({ request }) => ({
      app,
      actor,
      publicUrl: publicUrlOf(app.env, request.headers.get('host')),
    }),
  });
}
