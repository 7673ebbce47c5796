import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { type DocumentNode, getOperationAST } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Context } from '../../../schema/context.js';
import { schema } from '../../../schema/index.js';
import type { App } from '../../app-types.js';
import type { Actor } from '../../identity/index.js';
import { iterateIn } from '../../platform/concurrency/iterate-in.js';
import { measured } from '../../platform/observability/metrics.js';
import { noteRefusal } from '../../platform/observability/refusals.js';
import { requestContext } from '../../platform/observability/request-context.js';
import { tracing } from '../../platform/observability/tracing.js';
import { UPLOAD_BYTES } from '../guards/limited-body.js';
import { publicUrlOf } from '../requests/addresses.js';
import type { Authentication } from '../requests/authenticate.js';
import { currentCaller, type Sender } from '../requests/current-caller.js';
import { forCaller, forCallerOf, originOf, withRequestId } from '../requests/request-context.js';
import { graphiqlOptions } from '../routes/graphiql.js';
import { shareResults } from '../subscriptions/share-results.js';
import { bareRefusals } from './bare-refusals.js';
import type { CachedResponses } from './cached-responses.js';
import { limitCost, type OperationLimiter } from './limits/limit-cost.js';
import { limitForms } from './limits/limit-forms.js';
import { malformedRequests } from './malformed-requests.js';
import { maskError } from './mask-error.js';
import { GRAPHQL_PATH } from './media-type.js';
import { documents } from './operations/documents.js';
import { hiddenSchema } from './operations/hidden-schema.js';
import type { KnownOperations } from './operations/known-operations.js';
import { persisted } from './operations/persisted.js';
import { parseErrors } from './parse-errors.js';
import { guardStreams } from './streams.js';

/** What comes with an operation. */
export type Server = Sender;

export type Graphql = ReturnType<typeof createGraphql>;

/** Yoga over our schema: GET, POST, multipart and SSE; GraphiQL for browsers. */
export function createGraphql(
  app: App,
  authentication: Authentication,
  responses: CachedResponses,
  limiter: OperationLimiter,
  operations: KnownOperations,
) {
  return createYoga<Server, Partial<Context>>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    landingPage: false,
    logging: false,
    batching: { limit: app.env.limits.batch },
    maxRequestBodySize: UPLOAD_BYTES,
    // Ours is bounded: `documents`.
    parserAndValidationCache: false,
    graphiql: (request) =>
      app.env.exposure.graphiql && graphiqlOptions(publicUrlOf(app.env, request.headers.get('host'))),
    renderGraphiQL,
    maskedErrors: { maskError: withRequestId(maskError(app)) },
    // The server has said so for every path.
    cors: false,
    context: (server) => ({
      app,
      // Fields that need one are guarded: schema/permissions.ts.
      actor: (server.caller?.actor ?? null) as Context['actor'],
      caller: server.caller,
      origin: originOf(server.req.headers),
      publicUrl: publicUrlOf(app.env, server.req.headers.host),
      refused: (error) => noteRefusal(app.log, error),
      ...currentCaller(app, authentication, server),
    }),
    plugins: [
      bareRefusals,
      malformedRequests,
      guardStreams(app, authentication),
      shareResults(),
      actForOrganization,
      persisted(operations),
      parseErrors,
      limitForms(app.env.limits),
      documents(app.env.limits),
      ...(app.env.exposure.introspection ? [] : [hiddenSchema]),
      limitCost(limiter),
      readOwnWrites(responses),
      nameOperation,
      measureOperations,
      traceOperations,
    ],
  });
}

/** All that an operation asks of the database it asks for the organization of who sends it. */
const actForOrganization: Plugin<Context> = {
  onExecute: ({ args, executeFn, setExecuteFn }) => {
    // A mutation may change who sends it.
    setExecuteFn((given) => forCallerOf(args.contextValue as Context, () => executeFn(given)));
  },
  onSubscribe: ({ args, subscribeFn, setSubscribeFn }) => {
    const { caller } = args.contextValue as Context;
    setSubscribeFn((given) => forCaller(caller, () => subscribeFn(given)));
    return {
      onSubscribeResult: ({ result, setResult }) => {
        if (Symbol.asyncIterator in result) setResult(iterateIn((step) => forCaller(caller, step), result));
      },
    };
  },
};

/** Whoever polls after his own mutation sees it, even before the event of it has come back from the database. */
const readOwnWrites = (responses: CachedResponses): Plugin<Context> => ({
  onExecute: ({ args }) => {
    if (getOperationAST(args.document, args.operationName)?.operation !== 'mutation') return;
    const context = args.contextValue as Context;
    const before = context.caller?.actor;
    const forget = (actor: Actor | null | undefined) => actor && responses.forget(actor.organizationId);
    return {
      onExecuteDone: () => {
        forget(before);
        const now = context.caller?.actor;
        if (now?.organizationId !== before?.organizationId) forget(now);
      },
    };
  },
});

/** So that log lines say what was asked for. */
const nameOperation: Plugin<Context> = {
  onExecute: ({ args }) => noteOperation(args),
  onSubscribe: ({ args }) => noteOperation(args),
};

function noteOperation({
  document,
  operationName,
}: {
  document: DocumentNode;
  operationName?: string | null | undefined;
}) {
  const context = requestContext();
  if (context) context.operation ??= operationName ?? getOperationAST(document)?.name?.value ?? null;
}

const measureOperations: Plugin<Context> = {
  onExecute: ({ args }) => {
    const began = performance.now();
    const name = args.operationName ?? null;
    const operation = getOperationAST(args.document, name);
    return {
      onExecuteDone: ({ result }) => {
        const failed = 'errors' in result && (result.errors?.length ?? 0) > 0;
        const seconds = (performance.now() - began) / 1000;
        const known = operation?.name?.value ?? name;
        measured.operation(known, operation?.operation ?? 'unknown', failed ? 'error' : 'ok', seconds);
      },
    };
  },
  onSubscribe: () => ({
    onSubscribeResult: ({ result }) => {
      if (!(Symbol.asyncIterator in result)) return;
      measured.subscriptionOpened();
      return { onEnd: measured.subscriptionClosed };
    },
  }),
};

/** Everything that an operation brings about, through Temporal to SQL, is part of its trace. */
const traceOperations: Plugin<Context> = {
  onExecute: ({ args, executeFn, setExecuteFn }) => {
    const started = tracing();
    if (!started) return;
    const operation = getOperationAST(args.document, args.operationName);
    const kind = operation?.operation ?? 'operation';
    const name = operation?.name?.value;
    const attributes = {
      'graphql.operation.type': kind,
      ...(name && { 'graphql.operation.name': name }),
      'bidwright.request_id': requestContext()?.requestId ?? '',
    };
    const { headers } = (args.contextValue as Partial<Server>).req ?? {};
    setExecuteFn((given) =>
      started.span(
        `GraphQL ${kind}${name ? ` ${name}` : ''}`,
        attributes,
        async () => executeFn(given),
        headers,
      ),
    );
  },
};
