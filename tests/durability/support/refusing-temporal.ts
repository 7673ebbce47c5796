import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

const PERMISSION_DENIED = '7';

/** Stands before a Temporal server, and lets nobody call one of its methods, as a server with rights of its own would. */
export async function refusing(target: string, method: string) {
  const upstream = http2.connect(`http://${target}`);
  let refused = 0;
  const server = http2.createServer();
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    if (headers[':path']?.endsWith(`/${method}`)) {
      refused++;
      stream.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'grpc-status': PERMISSION_DENIED,
          'grpc-message': 'Not for you',
        },
        { endStream: true },
      );
      return;
    }
    const { ':authority': _, ...rest } = headers;
    const asked = upstream.request(rest);
    let trailers: http2.IncomingHttpHeaders = {};
    asked.on('error', () => stream.destroy());
    asked.on('trailers', (given) => {
      trailers = given;
    });
    asked.on('response', (answered, flags) => {
      if (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) stream.respond(answered, { endStream: true });
      else {
        stream.respond(answered, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers(trailers));
        pipeline(asked, stream, () => {});
      }
    });
    stream.on('close', () => asked.close(http2.constants.NGHTTP2_CANCEL));
    pipeline(stream, asked, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refused() {
      return refused;
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
