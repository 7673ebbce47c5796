import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { DATABASE_AWAY, isOutage } from '../platform/database/outage.js';
import { isUnstorable, UNSTORABLE } from '../platform/database/unstorable.js';
import { conflict, DomainError, invalidInput, unavailable } from '../platform/errors.js';
import { measured } from '../platform/observability/metrics.js';
import { noteRefusal } from '../platform/observability/refusals.js';
import { within } from '../platform/observability/request-context.js';
import { CachedResponses } from './graphql/cached-responses.js';
import { createGraphqlRoute } from './graphql/fast-path.js';
import { createGraphql } from './graphql/graphql.js';
import { readOperations } from './graphql/operations/known-operations.js';
import { trustedProxies } from './guards/client-address.js';
import { guardConnections } from './guards/connections.js';
import { isOwnHost } from './guards/origins.js';
import { createRateLimiter } from './quotas/rate-limiter.js';
import { Authentication } from './requests/authenticate.js';
import { replyError, replyFailure } from './requests/reply.js';
import { contextOfRequest, REQUEST_ID_HEADER } from './requests/request-context.js';
import { RunningRequests } from './requests/running-requests.js';
import { mayReadMetrics } from './routes/metrics.js';
import { routeOf } from './routing/match.js';
import { createRouter } from './routing/serve-route.js';
import type { BackPressure } from './subscriptions/back-pressure.js';
import { serveWebSocket } from './subscriptions/websocket.js';

export interface HttpServer {
  /** http://host:port, with the port really taken. */
  url: string;
  /** Takes leave: finishes what runs, within the times of `SHUTDOWN_…_SECONDS`. */
  close(): Promise<void>;
}

/**
 * Serves the API until it is closed.
 * @param defaultActor as whom requests act in single-user mode
 * @param backPressure on subscribers that do not read; left out: as in production
 * @throws {DomainError} conflict where the port is taken
 */
export async function startHttp(
  app: App,
  defaultActor: Actor,
  backPressure?: BackPressure,
): Promise<HttpServer> {
  const running = new RunningRequests();
  const responses = new CachedResponses(app.sql, app.wakeups);
  const trusted = trustedProxies(app.env.http.trustedProxies);
  const { operationsFile, onlyKnownOperations, metricsToken } = app.env.exposure;
  const operations = readOperations(operationsFile, onlyKnownOperations);
  const limiter = { rates: createRateLimiter(app), limits: app.env.limits };
  const authentication = new Authentication(app, defaultActor);
  const yoga = createGraphql(app, authentication, responses, limiter, operations);
  // Without a token it may be a page from anywhere, which gave this machine's address to a name of its own.
  const isOperator = (req: IncomingMessage): boolean =>
    mayReadMetrics(req, metricsToken) &&
    (metricsToken !== null || isOwnHost(req.headers.host, app.env.http.hosts));
  const services = {
    app,
    graphql: createGraphqlRoute(app, yoga, responses, limiter, operations),
    isLeaving: () => running.isLeaving,
    isOperator,
  };
  const serve = createRouter(services, { authentication, rates: limiter.rates });

  const server = createServer({ connectionsCheckingInterval: 2_000 }, (req, res) => {
    const context = contextOfRequest(req, trusted);
    running.begin(res);
    const began = performance.now();
    res.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      measured.http(req.method ?? '', routeOf(req.url ?? ''), res.statusCode, seconds);
    });
    res.setHeader(REQUEST_ID_HEADER, context.requestId!);
    within(context, () => serve(req, res)).catch((thrown: unknown) => {
      const error = domainErrorOf(thrown);
      const errorId = randomUUID();
      const { requestId } = context;
      if (!(error instanceof DomainError))
        app.log.error({ errorId, err: error, url: req.url, requestId }, 'a request failed');
      within(context, () => noteRefusal(app.log, error));
      if (res.headersSent) return void res.destroy();
      if (error instanceof DomainError) return replyError(res, error);
      replyFailure(res, 500, {
        code: 'INTERNAL',
        message: `Something went wrong in the service. The operator finds it in the log under ${errorId}.`,
      });
    });
  });
  const unguard = guardConnections(server, app.env.connections, { trusted, log: app.log });
  const sockets = serveWebSocket(server, app, authentication, yoga, {
    trusted,
    limiter,
    operations,
    backPressure,
  });
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

/** What the database says, in words of the domain where it has any. */
function domainErrorOf(thrown: unknown): unknown {
  if (isUnstorable(thrown)) return invalidInput(UNSTORABLE, []);
  return isOutage(thrown) ? unavailable(DATABASE_AWAY, thrown) : thrown;
}

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
