import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Payload, PayloadCodec } from '@temporalio/common';

/** A payload as JSON has it: https://docs.temporal.io/codec-server#api-contract-specifications. */
interface JsonPayload {
  metadata?: Record<string, string>;
  data?: string;
}

const fromJson = ({ metadata, data }: JsonPayload): Payload => ({
  metadata: mapped(metadata ?? {}, (value) => Buffer.from(value, 'base64')),
  data: Buffer.from(data ?? '', 'base64'),
});

const toJson = ({ metadata, data }: Payload): JsonPayload => ({
  metadata: mapped(metadata ?? {}, (value) => Buffer.from(value).toString('base64')),
  data: Buffer.from(data ?? []).toString('base64'),
});

const mapped = <A, B>(from: Record<string, A>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, map(value)]));

/**
 * Decodes payloads for the Temporal UI and command-line tool. It listens on loopback alone and answers pages of the
 * given origins alone: whoever can ask it can read every payload.
 * @param port 0 for a free one
 */
export async function startCodecServer(
  codec: PayloadCodec,
  { port, origins }: { port: number; origins: readonly string[] },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, host = '' } = request.headers;
    // A page that had its own name point to this machine would send that name.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host) || (origin && !origins.includes(origin))) {
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end(`Pages of ${origin ?? host} may not ask.`);
      return;
    }
    if (origin) response.setHeaders(corsFor(origin));
    const work = WORK[`${request.method} ${new URL(request.url ?? '/', 'http://localhost').pathname}`];
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (!work) response.writeHead(404).end();
    else {
      const { payloads = [] } = (await json(request)) as { payloads?: JsonPayload[] };
      const done = await work(codec, payloads.map(fromJson));
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ payloads: done.map(toJson) }));
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const WORK: Record<string, (codec: PayloadCodec, payloads: Payload[]) => Promise<Payload[]>> = {
  'POST /decode': (codec, payloads) => codec.decode(payloads),
  'POST /encode': (codec, payloads) => codec.encode(payloads),
};

const corsFor = (origin: string) =>
  new Map([
    ['access-control-allow-origin', origin],
    ['access-control-allow-methods', 'POST, OPTIONS'],
    ['access-control-allow-headers', 'content-type, x-namespace, authorization'],
    ['access-control-allow-credentials', 'true'],
    ['vary', 'origin'],
  ]);
