import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conflict } from '../../platform/errors.js';
import { metricsText } from '../../platform/observability/metrics.js';
import { plain } from '../guards/client-address.js';
import { isProxied } from '../guards/proxied.js';
import { bearerOf } from '../requests/authenticate.js';
import { replyJson } from '../requests/reply.js';
import { health } from './health.js';

const hashed = (text: string) => createHash('sha256').update(text).digest();

/**
 * Whether a request may read what is for operators: the metrics of the API, which name models and operations of all
 * organizations, and why `/ready` says no. With the token where one is set, else from this machine. What a proxy hands
 * on came from elsewhere.
 */
export function mayReadMetrics(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  token: string | null,
): boolean {
  if (token !== null) {
    return timingSafeEqual(hashed(bearerOf(headers) ?? ''), hashed(token));
  }
  return !isProxied(headers) && /^(?:127\.|::1$)/.test(plain(socket.remoteAddress ?? ''));
}

/** GET /metrics in the Prometheus text format. */
export async function metrics({ res }: { res: ServerResponse }): Promise<void> {
  const { contentType, text } = await metricsText();
  res.writeHead(200, { 'content-type': contentType });
  res.end(text);
}

/** Serves /metrics and /health for a process that serves nothing else. */
export async function startMetricsServer(given: {
  host: string;
  port: number;
}): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((req, res) => {
    if (req.url === '/metrics') return void metrics({ res }).catch(() => res.destroy());
    if (req.url === '/health') return health({ res });
    replyJson(res, 404, {
      errors: [{ code: 'NOT_FOUND', message: 'A worker serves /metrics and /health.' }],
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? conflict(`Port ${given.port} is taken by another program. Set METRICS_PORT to a free port.`)
          : error,
      ),
    );
    server.listen(given.port, given.host, resolve);
  });
  return {
    url: `http://${given.host}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
