import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app-types.js';
import { type Actor, type Caller, unauthenticated } from '../identity/index.js';
import { DATABASE_AWAY, isOutage } from '../platform/database/outage.js';
import { asSystem } from '../platform/database/scope.js';
import { isUnstorable, UNSTORABLE } from '../platform/database/unstorable.js';
import { conflict, DomainError, invalidInput, unavailable } from '../platform/errors.js';
import { measured } from '../platform/observability/metrics.js';
import { noteRefusal } from '../platform/observability/refusals.js';
import { requestContext, within } from '../platform/observability/request-context.js';
import { createGraphql, GRAPHQL_PATH } from './graphql/graphql.js';
import { isOperationType, OPERATION_TYPES } from './graphql/media-type.js';
import { readOperations } from './graphql/operations/known-operations.js';
import { createGraphqlRoute } from './graphql/plain-post.js';
import { WorkflowResponses } from './graphql/workflow-responses.js';
import { trustedProxies } from './guards/client-address.js';
import { guardConnections } from './guards/connections.js';
import {
  allowPage,
  answerPreflight,
  isFromStranger,
  isOfUnknownOrigin,
  isOwnHost,
} from './guards/origins.js';
import { secure } from './guards/security-headers.js';
import { noteStranger, REFUSALS } from './guards/strangers.js';
import { targetOf } from './guards/target.js';
import { createGate, rateLimitMessage, tellQuota } from './quotas/gate.js';
import { Authentication } from './requests/authenticate.js';
import { replyError, replyJson } from './requests/reply.js';
import { contextOfRequest, forCaller, REQUEST_ID_HEADER, traceOf } from './requests/request-context.js';
import { RunningRequests } from './requests/running-requests.js';
import { downloadAudit, downloadDocument, downloadResponse, downloadUsage } from './routes/downloads.js';
import { readiness, withoutMessages } from './routes/health.js';
import { mayReadMetrics, metrics, routeOf } from './routes/metrics.js';
import { oidcRoute } from './routes/oidc.js';
import { downloadPage } from './routes/page-images.js';
import { uploadKnowledgeRoute, uploadRfpRoute } from './routes/uploads.js';
import type { Patience } from './subscriptions/subscriber.js';
import { serveWebSocket } from './subscriptions/websocket.js';

export interface HttpServer {
  /** http://host:port, with the port really taken. */
  url: string;
  /** Takes leave: finishes what runs, within the times of `SHUTDOWN_…_SECONDS`. */
  close(): Promise<void>;
}

/** What those ask who watch the service: they must get an answer when others have asked too much. */
const UNCOUNTED = new Set(['/health', '/ready', '/metrics']);

/** Points of cost, as of a mutation that starts a run, of a field that compares, and of a list. */
const UPLOAD = 50;
const DOWNLOAD = 10;
const PAGE = 2;

/**
 * Serves the API until it is closed.
 * @param defaultActor as whom requests act in single-user mode
 * @param patience with subscribers that do not read; left out: as much as they get in production
 * @throws {DomainError} conflict where the port is taken
 */
export async function startHttp(app: App, defaultActor: Actor, patience?: Patience): Promise<HttpServer> {
  const running = new RunningRequests();
  const responses = new WorkflowResponses(app.sql, app.wakeups);
  const trusted = trustedProxies(app.env.http.trustedProxies);
  const { operationsFile, onlyKnownOperations, origins, graphiql } = app.env.exposure;
  const operations = readOperations(operationsFile, onlyKnownOperations);
  const isHttps = app.env.http.publicUrl?.startsWith('https:') ?? false;
  const toll = { gate: createGate(app, trusted), limits: app.env.limits };
  const authentication = new Authentication(app, defaultActor);
  const yoga = createGraphql(app, authentication, responses, toll, operations);
  const graphql = createGraphqlRoute(app, yoga, responses, toll, operations);
  /** Does the work for who asks, and pays so many points of cost for it. */
  const paying = async (
    points: number,
    req: IncomingMessage,
    res: ServerResponse,
    work: (actor: Actor) => Promise<void>,
  ): Promise<void> => {
    const caller = await authentication.callerOf(req);
    if (!caller?.actor) throw unauthenticated(app);
    notedAs(caller);
    const { actor } = caller;
    const decision = await toll.gate.actor(actor, points);
    tellQuota(res, decision);
    if (!decision.allowed) throw new DomainError('rate-limited', rateLimitMessage(decision));
    return forCaller(caller, () => work(actor));
  };
  const { metricsToken } = app.env.exposure;
  // Without a token it may be a page of a stranger's, who gave this machine's address to a name of its own.
  const isOperator = (req: IncomingMessage): boolean =>
    mayReadMetrics(req, metricsToken) &&
    (metricsToken !== null || isOwnHost(req.headers.host, app.env.http.hosts));
  const refuse = (
    req: IncomingMessage,
    res: ServerResponse,
    status: 403 | 421,
    why: keyof typeof REFUSALS,
  ): void => {
    noteStranger(app.log, req, why);
    replyJson(res, status, { errors: [{ code: 'FORBIDDEN', message: REFUSALS[why] }] });
  };
  const route = async (req: IncomingMessage, res: ServerResponse) => {
    const target = targetOf(req);
    const { pathname = '', searchParams: query = new URLSearchParams() } = target ?? {};
    // As Yoga decides it.
    const isPage =
      graphiql &&
      pathname === GRAPHQL_PATH &&
      req.method === 'GET' &&
      req.headers.accept?.includes('text/html') === true;
    secure(res, { isPage, isHttps });
    allowPage(req, res, origins);
    if (!UNCOUNTED.has(pathname)) {
      const taken = toll.gate.address(req);
      const decision = taken instanceof Promise ? await taken : taken;
      tellQuota(res, decision);
      if (!decision.allowed) throw new DomainError('rate-limited', rateLimitMessage(decision));
      if (!target) return replyJson(res, 400, MALFORMED);
      // Counted first: each leaves a line in the log.
      if (!isOwnHost(req.headers.host, app.env.http.hosts)) return refuse(req, res, 421, 'host');
    }
    const isRead = isGet(req);
    // A link may hold an operation, by its text or its hash, such as a subscription that asks a model.
    const mayAct = !isRead || (pathname === GRAPHQL_PATH && !isPage);
    if (mayAct && isFromStranger(req.headers, origins)) return refuse(req, res, 403, 'origin');
    if (req.method === 'OPTIONS') return answerPreflight(req, res);
    if (mayAct && isOfUnknownOrigin(req)) return refuse(req, res, 403, 'unknown');
    if (pathname === GRAPHQL_PATH) {
      if (req.method === 'POST' && !isOperationType(req.headers['content-type']))
        return replyJson(res, 415, UNKNOWN_TYPE);
      const caller = await authentication.callerOf(req);
      if (caller) notedAs(caller);
      return forCaller(caller, () => graphql(req, res, caller));
    }
    if (req.method === 'POST' && pathname === '/upload/rfp')
      return paying(UPLOAD, req, res, (actor) => uploadRfpRoute(app, actor, req, res));
    if (req.method === 'POST' && pathname === '/upload/knowledge')
      return paying(UPLOAD, req, res, (actor) => uploadKnowledgeRoute(app, actor, req, res));
    if (!isRead) return replyJson(res, 404, notHere(pathname));
    if (pathname.startsWith('/auth/oidc/')) return asSystem('account', () => oidcRoute(app, req, res));
    if (pathname.startsWith('/download/')) {
      const reference = decoded(pathname.slice('/download/'.length));
      return paying(DOWNLOAD, req, res, (actor) => downloadResponse(app, actor, { reference, query }, res));
    }
    const ofDocument = /^\/documents\/([^/]+)\/download$/.exec(pathname);
    if (ofDocument) {
      const reference = decoded(ofDocument[1]!);
      return paying(DOWNLOAD, req, res, (actor) => downloadDocument(app, actor, { reference, query }, res));
    }
    const ofPage = /^\/sources\/([^/]+)\/pages\/(\d+)\.png$/.exec(pathname);
    if (ofPage) {
      const wanted = { id: decoded(ofPage[1]!), page: ofPage[2]!, query };
      return paying(PAGE, req, res, (actor) => downloadPage(app, actor, wanted, req, res));
    }
    if (pathname === '/audit.csv')
      return paying(DOWNLOAD, req, res, (actor) => downloadAudit(app, actor, query, res));
    if (pathname === '/usage.csv')
      return paying(DOWNLOAD, req, res, (actor) => downloadUsage(app, actor, query, res));
    if (pathname === '/health') return replyJson(res, 200, { status: 'ok', service: 'bidwright' });
    if (pathname === '/ready') {
      if (running.isLeaving) return replyJson(res, 503, { ready: false, leaving: true });
      const state = await readiness(app);
      return replyJson(res, state.ready ? 200 : 503, isOperator(req) ? state : withoutMessages(state));
    }
    if (pathname === '/metrics') {
      if (isOperator(req)) return metrics(res);
      throw new DomainError('forbidden', 'Metrics are for this machine, or for who has METRICS_TOKEN.');
    }
    if (pathname === '/') return void res.writeHead(302, { location: GRAPHQL_PATH }).end();
    return replyJson(res, 404, notHere(pathname));
  };

  const server = createServer({ connectionsCheckingInterval: 2_000 }, (req, res) => {
    const context = contextOfRequest(req, trusted);
    running.begin(res);
    const began = performance.now();
    res.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      measured.http(req.method ?? '', routeOf(req.url ?? ''), res.statusCode, seconds);
    });
    res.setHeader(REQUEST_ID_HEADER, context.requestId!);
    within(context, () => route(req, res)).catch((thrown: unknown) => {
      const error = domainErrorOf(thrown);
      const errorId = randomUUID();
      const { requestId } = context;
      if (!(error instanceof DomainError))
        app.log.error({ errorId, err: error, url: req.url, requestId }, 'a request failed');
      within(context, () => noteRefusal(app.log, error));
      if (res.headersSent) return void res.destroy();
      if (error instanceof DomainError) return replyError(res, error);
      replyJson(res, 500, {
        errors: [
          {
            code: 'INTERNAL',
            message: `Something went wrong in the service. The operator finds it in the log under ${errorId}.`,
          },
        ],
      });
    });
  });
  const unguard = guardConnections(server, app.env.connections, { trusted, log: app.log });
  const sockets = serveWebSocket(server, app, authentication, yoga, { trusted, toll, operations, patience });
  await listen(server, app.env.http);
  const { port } = server.address() as AddressInfo;
  const host = app.env.http.host.includes(':') ? `[${app.env.http.host}]` : app.env.http.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      await running.close(server, app.env.shutdown, () => sockets.dispose());
      responses.close();
      unguard();
    },
  };
}

/** For the log and the audit trail. */
function notedAs(caller: Caller): void {
  const context = requestContext();
  if (context) Object.assign(context, traceOf(caller));
}

/** What the database says, in words of the domain where it has any. */
function domainErrorOf(thrown: unknown): unknown {
  if (isUnstorable(thrown)) return invalidInput(UNSTORABLE, []);
  return isOutage(thrown) ? unavailable(DATABASE_AWAY, thrown) : thrown;
}

const isGet = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD';

/** A path segment decoded; as it is where its escapes are broken, which then names nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const notHere = (pathname: string) => ({
  errors: [{ code: 'NOT_FOUND', message: `There is nothing at ${pathname}. The API is at ${GRAPHQL_PATH}.` }],
});

const MALFORMED = {
  errors: [{ code: 'BAD_REQUEST', message: 'The address of the request, or its Host header, is malformed.' }],
};

const UNKNOWN_TYPE = {
  errors: [
    {
      message: `An operation is sent as ${OPERATION_TYPES.join(', ')}.`,
      extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    },
  ],
};

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? conflict(`Port ${port} is taken by another program. Set PORT to a free port.`)
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}
