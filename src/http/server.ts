import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app-types.js';
import { MAX_FILE_BYTES } from '../documents/index.js';
import type { Actor } from '../identity/index.js';
import { conflict, DomainError, unavailable } from '../platform/errors.js';
import { DATABASE_AWAY, isOutage } from '../platform/outage.js';
import { tooLarge } from '../platform/storage.js';
import { downloadDocument, downloadResponse } from './downloads.js';
import { createGraphql, GRAPHQL_PATH, MAX_BODY_BYTES } from './graphql.js';
import { readiness } from './health.js';
import { metrics } from './metrics.js';
import { isFromStranger } from './origins.js';
import { createGraphqlRoute } from './plain-post.js';
import { replyError, replyJson } from './reply.js';
import type { Patience } from './subscriber.js';
import { uploadKnowledgeRoute, uploadRfpRoute } from './uploads.js';
import { serveWebSocket } from './websocket.js';
import { WorkflowResponses } from './workflow-responses.js';

export interface HttpServer {
  /** http://host:port, with the port really taken. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the API until it is closed.
 * @param patience with subscribers that do not read; left out: as much as they get in production
 * @throws {DomainError} conflict where the port is taken
 */
export async function startHttp(app: App, actor: Actor, patience?: Patience): Promise<HttpServer> {
  const responses = new WorkflowResponses(app.sql, app.wakeups);
  const yoga = createGraphql(app, actor, responses);
  const graphql = createGraphqlRoute(app, actor, yoga, responses);
  const route = async (req: IncomingMessage, res: ServerResponse) => {
    const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://localhost');
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    // An operation in a link may be a subscription that asks a model; a link to GraphiQL only shows it.
    const showsPage = app.env.mode !== 'production' && req.headers.accept?.includes('text/html');
    const isOperation = pathname === GRAPHQL_PATH && query.has('query') && !showsPage;
    if ((!isRead || isOperation) && isFromStranger(req.headers))
      return replyJson(res, 403, {
        errors: [{ code: 'FORBIDDEN', message: 'Pages of this origin are not allowed.' }],
      });
    if (pathname === GRAPHQL_PATH) {
      if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuseBody(req, res);
      return graphql(req, res);
    }
    if (req.method === 'POST' && pathname === '/upload/rfp') return uploadRfpRoute(app, actor, req, res);
    if (req.method === 'POST' && pathname === '/upload/knowledge')
      return uploadKnowledgeRoute(app, actor, req, res);
    if (!isRead) return replyJson(res, 404, notHere(pathname));
    if (pathname.startsWith('/download/')) {
      const reference = decoded(pathname.slice('/download/'.length));
      return downloadResponse(app, actor, { reference, query }, res);
    }
    const ofDocument = /^\/documents\/([^/]+)\/download$/.exec(pathname);
    if (ofDocument) return downloadDocument(app, actor, { reference: decoded(ofDocument[1]!), query }, res);
    if (pathname === '/health') return replyJson(res, 200, { status: 'ok', service: 'bidwright' });
    if (pathname === '/ready') {
      const state = await readiness(app);
      return replyJson(res, state.ready ? 200 : 503, state);
    }
    if (pathname === '/metrics') return metrics(res);
    if (pathname === '/') return void res.writeHead(302, { location: GRAPHQL_PATH }).end();
    return replyJson(res, 404, notHere(pathname));
  };

  const server = createServer((req, res) => {
    route(req, res).catch((thrown: unknown) => {
      const error = isOutage(thrown) ? unavailable(DATABASE_AWAY, thrown) : thrown;
      if (!(error instanceof DomainError)) app.log.error({ err: error, url: req.url }, 'a request failed');
      if (res.headersSent) return void res.destroy();
      if (error instanceof DomainError) return replyError(res, error);
      replyJson(res, 500, {
        errors: [{ code: 'INTERNAL', message: 'Something went wrong in the service.' }],
      });
    });
  });
  const sockets = serveWebSocket(server, app, actor, yoga, patience);
  await listen(server, app.env.http);
  const { port } = server.address() as AddressInfo;
  const host = app.env.http.host.includes(':') ? `[${app.env.http.host}]` : app.env.http.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      responses.close();
      await sockets.dispose();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

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

/** Says so before the body is sent, and reads no more of it. */
function refuseBody(req: IncomingMessage, res: ServerResponse): void {
  const { message } = tooLarge(MAX_FILE_BYTES);
  res.setHeader('connection', 'close');
  replyJson(res, 413, { errors: [{ message, extensions: { code: 'FILE_TOO_LARGE' } }] });
  req.resume();
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
