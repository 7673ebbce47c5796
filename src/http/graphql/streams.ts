import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { App } from '../../app-types.js';
import type { Authentication } from '../requests/authenticate.js';
import { identified } from '../subscriptions/cursors.js';
import { watchConnection } from '../subscriptions/open-connections.js';
import type { Server } from './graphql.js';
import { takesEvents } from './media-type.js';

/**
 * Answers that go on over HTTP, whatever asked for them and in whatever form they are sent: they end with the rights of
 * whoever asked, and where one cannot be sent it is not begun.
 */
export function guardStreams(app: App, authentication: Authentication): Plugin<object, Server> {
  const batches = new WeakSet<Request>();
  return {
    onRequestParse: ({ request }) => ({
      onRequestParseDone: ({ requestParserResult }) => {
        if (Array.isArray(requestParserResult)) batches.add(request);
      },
    }),
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      // Sockets have none, and take whatever comes.
      const { request } = args.contextValue as { request?: Request };
      if (!request) return;
      const error = batches.has(request)
        ? IN_BATCH()
        : takesEvents(request.headers.get('accept'))
          ? null
          : NOT_ACCEPTED();
      if (error) setResultAndStopExecution({ errors: [error] });
    },
    onResultProcess: ({ result, setResult, serverContext: { req, res, caller } }) => {
      if (!res || !(Symbol.asyncIterator in result)) return;
      setResult(identified(result as AsyncIterable<ExecutionResult>));
      // The client may have left before there was anything to send.
      if (res.destroyed) return void result[Symbol.asyncIterator]().return?.();
      if (!caller) return;
      res.once(
        'close',
        watchConnection(app, authentication, req, caller, () => res.destroy()),
      );
    },
  };
}

const IN_BATCH = () =>
  new GraphQLError('A subscription cannot be part of a batch. Send it in a request of its own.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });

const NOT_ACCEPTED = () =>
  new GraphQLError(
    'Subscriptions are answered with server-sent events: accept text/event-stream, or open a WebSocket.',
    { extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } } },
  );
