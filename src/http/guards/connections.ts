import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../../platform/observability/log.js';
import type { ConnectionSettings } from '../../platform/settings/connection-settings.js';
import { networkOf } from '../quotas/network.js';
import { isTrusted, plain, type TrustedProxies } from './client-address.js';

interface Watched {
  caller: string;
  req: IncomingMessage | null;
  res: ServerResponse | null;
  /** As they were when they were looked at last, and what was not done then. */
  read: number;
  written: number;
  sending: IncomingMessage | null;
  stuck: ServerResponse | null;
}

/** Headers have to be there within it; Node takes a minute. */
const HEADERS_MS = 10_000;

/**
 * Bounds the connections of a server, together and of each address, and cuts off clients that hold one by sending or
 * reading too slowly. A client that waits for our answer, or for events, is not slow.
 * @returns stops looking
 */
export function guardConnections(
  server: Server,
  { most, mostOfAddress, leastBytesPerSecond, stallMs }: ConnectionSettings,
  { trusted, log }: { trusted: TrustedProxies; log: Log },
): () => void {
  server.maxConnections = most;
  server.headersTimeout = HEADERS_MS;
  // Uploads may take long, as long as they go on.
  server.requestTimeout = 0;
  const watched = new Map<Socket, Watched>();
  const perCaller = new Map<string, number>();

  server.on('connection', (socket: Socket) => {
    const address = plain(socket.remoteAddress ?? 'unknown');
    const caller = networkOf(address);
    const open = (perCaller.get(caller) ?? 0) + 1;
    // A proxy of ours connects for many.
    if (open > mostOfAddress && !isTrusted(address, trusted)) return void socket.destroy();
    perCaller.set(caller, open);
    watched.set(socket, { caller, req: null, res: null, read: 0, written: 0, sending: null, stuck: null });
    socket.once('close', () => {
      watched.delete(socket);
      const left = perCaller.get(caller)! - 1;
      if (left) perCaller.set(caller, left);
      else perCaller.delete(caller);
    });
  });
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const watch = watched.get(req.socket);
    if (watch) Object.assign(watch, { req, res });
  });
  server.on('upgrade', (req: IncomingMessage) => watched.delete(req.socket));

  const least = (leastBytesPerSecond * stallMs) / 1000;
  const look = setInterval(() => {
    for (const [socket, watch] of watched) {
      const { req, res, read, written, sending, stuck } = watch;
      watch.read = socket.bytesRead;
      watch.written = socket.bytesWritten - socket.writableLength;
      // One whose data we do not take is not slow.
      watch.sending = req && !req.complete && req.readableLength < req.readableHighWaterMark ? req : null;
      watch.stuck = res && socket.writableLength > 0 ? res : null;
      const sendsSlowly = watch.sending && watch.sending === sending && watch.read - read < least;
      const readsSlowly = watch.stuck && watch.stuck === stuck && watch.written - written < least;
      const tooSlow = sendsSlowly || readsSlowly;
      if (!tooSlow) continue;
      log.warn({ address: watch.caller, url: req?.url }, 'a client was too slow; its connection is closed');
      socket.destroy();
    }
  }, stallMs);
  look.unref();
  return () => clearInterval(look);
}
