import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { App } from '../../app-types.js';
import { type Caller, seeSession, unauthenticated } from '../../identity/index.js';
import { DATABASE_AWAY, isOutage } from '../../platform/database/outage.js';
import { measured } from '../../platform/observability/metrics.js';
import { type RequestContext, within } from '../../platform/observability/request-context.js';
import type { Graphql } from '../graphql/graphql.js';
import type { Params } from '../graphql/json-body.js';
import { costOf } from '../graphql/limits/cost.js';
import { admit, type CostReport, type OperationLimiter, withCost } from '../graphql/limits/limit-cost.js';
import { GRAPHQL_PATH } from '../graphql/media-type.js';
import type { KnownOperations } from '../graphql/operations/known-operations.js';
import { clientAddress, type TrustedProxies } from '../guards/client-address.js';
import { isAllowedOrigin, isOwnHost } from '../guards/origins.js';
import { isHost } from '../guards/target.js';
import { noteUntrusted } from '../guards/untrusted-origins.js';
import type { Authentication } from '../requests/authenticate.js';
import { contextOfOperation, contextOfRequest, iterateWithin, traceOf } from '../requests/request-context.js';
import { BACK_PRESSURE, type BackPressure, withBackPressure } from './back-pressure.js';
import { boundedSocket } from './bounded-socket.js';
import { watchConnection } from './open-connections.js';
import { SocketLimits } from './socket-limits.js';

/** Close code for who is nobody, or nobody any more: clients do not try again. */
const UNAUTHORIZED = 4401;
/** For whose session goes on with other rights, or for another organization: clients connect again, and are what they are then. */
const RIGHTS_CHANGED = 4410;
/** While nobody can be known, as the database is away (1013 of the IANA registry): clients try again. */
const TRY_AGAIN_LATER = 1013;

/** A connection whose sender is known. */
type Connected = Extra & { caller: Caller; headers: IncomingHttpHeaders };

/** Browsers cannot set headers: they send the cookie, or `authorization` in the parameters of the connection. */
function headersOf(
  request: IncomingMessage,
  params: Record<string, unknown> | undefined,
): IncomingHttpHeaders {
  const given = params?.authorization ?? params?.Authorization;
  // What is no text is no credential; it is not taken for none.
  return given == null ? request.headers : { ...request.headers, authorization: String(given) };
}

type Execute = (args: ExecutionArgs) => never;

/** What sockets are held to. */
export interface WebSocketRules {
  trusted: TrustedProxies;
  limiter: OperationLimiter;
  operations: KnownOperations;
  /** On subscribers that do not read; left out: as in production. */
  backPressure?: BackPressure | undefined;
}

/**
 * GraphQL over WebSocket (graphql-transport-ws) on the port of the HTTP server, through Yoga's plugins.
 */
export function serveWebSocket(
  server: Server,
  app: App,
  authentication: Authentication,
  yoga: Graphql,
  { trusted, limiter, operations, backPressure = BACK_PRESSURE }: WebSocketRules,
): { dispose(): unknown } {
  const sockets = new WebSocketServer({
    server,
    path: GRAPHQL_PATH,
    maxPayload: app.env.connections.socket.messageBytes,
    WebSocket: boundedSocket(app.env.limits),
    verifyClient: async (
      { req, origin }: { req: IncomingMessage; origin?: string },
      answer: (isIn: boolean, status?: number, message?: string, headers?: OutgoingHttpHeaders) => void,
    ) => {
      const { allowed, resetSeconds } = await limiter.rates.address(clientAddress(req, trusted));
      if (!allowed) return answer(false, 429, 'Too Many Requests', { 'retry-after': String(resetSeconds) });
      const refuse = (status: 403 | 421, message: string, why: 'host' | 'origin') => {
        within(contextOfRequest(req, trusted), () => noteUntrusted(app.log, req, why));
        answer(false, status, message);
      };
      if (!isHost(req.headers.host)) return answer(false, 400, 'Bad Request');
      if (!isOwnHost(req.headers.host, app.env.http.hosts)) return refuse(421, 'Misdirected Request', 'host');
      if (origin && !isAllowedOrigin(origin, req.headers.host, app.env.exposure.origins))
        return refuse(403, 'Forbidden', 'origin');
      answer(true);
    },
  });
  sockets.on('connection', (socket) => {
    measured.socketOpened();
    socket.once('close', measured.socketClosed);
  });
  const limits = new SocketLimits(app.env.connections.socket);

  /** Reads an operation, and says how it is carried out; or what is wrong with it. */
  async function open(known: RequestContext, extra: Connected, params: Params) {
    const enveloped = yoga.getEnveloped({
      req: extra.request,
      socket: extra.socket,
      params,
      caller: extra.caller,
      headers: extra.headers,
      costIsCounted: true,
    } as never);
    const { schema, parse, validate, execute, subscribe } = enveloped;
    try {
      const document = parse(params.query);
      const errors = validate(schema, document);
      if (errors.length) return errors;
      const operation = getOperationAST(document, params.operationName);
      const { actor } = extra.caller;
      const { operationName, variables: variableValues } = params;
      const variables = variableValues ?? {};
      const admission =
        operation && (await admit(limiter, actor, costOf(schema, document, operation, variables)));
      if (admission?.error) return [admission.error];
      const asked = { schema, operationName, document, variableValues };
      const drop = () =>
        app.log.warn(
          { bytes: extra.socket.bufferedAmount },
          'a subscriber was too slow; its connection is closed',
        );
      const paced: Work['subscribe'] = async (args) => {
        const results = (await subscribe(args)) as ExecutionResult | AsyncIterable<unknown>;
        return Symbol.asyncIterator in results
          ? withBackPressure(results, extra.socket, backPressure, drop)
          : results;
      };
      return {
        ...asked,
        contextValue: await enveloped.contextFactory(),
        rootValue: inContext(known, { execute: telling(execute, admission?.report), subscribe: paced }),
      };
    } catch (error) {
      // A document that cannot be parsed is the operation's error, not the connection's.
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  return useServer<Record<string, unknown>, Partial<Connected>>(
    {
      execute: (args: ExecutionArgs) => (args.rootValue as { execute: Execute }).execute(args),
      subscribe: (args: ExecutionArgs) => (args.rootValue as { subscribe: Execute }).subscribe(args),
      onConnect: async ({ extra, connectionParams }) => {
        const headers = headersOf(extra.request, connectionParams);
        const context = contextOfRequest(extra.request, trusted);
        const caller = await within(context, () => authentication.callerOf({ headers })).catch(
          laterOnOutage(extra.socket),
        );
        if (caller === undefined) return;
        if (!caller) {
          const { message } = within(context, () => unauthenticated(app));
          return void extra.socket.close(UNAUTHORIZED, message);
        }
        const stop = watchConnection(app, authentication, { headers }, caller, (now) =>
          now
            ? extra.socket.close(RIGHTS_CHANGED, 'What the session may do has changed. Connect again.')
            : extra.socket.close(UNAUTHORIZED, 'The session has ended. Sign in again.'),
        );
        extra.socket.once('close', stop);
        Object.assign(extra, { caller, headers });
        limits.opened(extra.socket);
        return true;
      },
      onComplete: ({ extra }, id) => limits.end(extra.socket!, id),
      onError: ({ extra }, id) => limits.end(extra.socket!, id),
      onSubscribe: ({ extra }, id, payload) => {
        const excess = limits.begin(extra.socket, id);
        if (excess) return [excess];
        const connected = extra as Connected;
        const text = operations.textOf(payload, connected);
        if (typeof text !== 'string') return [text];
        const params = { ...payload, query: text } as Params;
        const { session } = connected.caller;
        if (session) seeSession(app, session).catch(() => {});
        const known = contextOfOperation(extra.request, trusted, params.operationName ?? null);
        Object.assign(known, traceOf(connected.caller));
        return within(known, () => open(known, connected, params)).catch(laterOnOutage(extra.socket));
      },
    },
    sockets,
  );
}

/** Of an error while the database is away: otherwise the library closes with a code after which clients give up. */
const laterOnOutage =
  (socket: WebSocket) =>
  (error: unknown): undefined => {
    if (!isOutage(error)) throw error;
    socket.close(TRY_AGAIN_LATER, DATABASE_AWAY);
  };

interface Work {
  execute(args: ExecutionArgs): unknown;
  subscribe(args: ExecutionArgs): unknown;
}

/** Results say what their operation cost, as they do over HTTP. */
const telling =
  (execute: Work['execute'], report: CostReport | undefined): Work['execute'] =>
  async (args) => {
    const result = (await execute(args)) as ExecutionResult | AsyncIterable<unknown>;
    return report && !(Symbol.asyncIterator in result) ? withCost(result, report) : result;
  };

/** The same in the context of the operation, which the messages of a socket do not bring along. */
const inContext = (known: RequestContext, { execute, subscribe }: Work): Work => ({
  execute: (args) => within(known, () => execute(args)),
  subscribe: async (args) => {
    const results = (await within(known, () => subscribe(args))) as ExecutionResult | AsyncIterable<unknown>;
    return Symbol.asyncIterator in results ? iterateWithin(known, results) : results;
  },
});
