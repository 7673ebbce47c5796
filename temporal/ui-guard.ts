import { randomInt } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { isLoopback } from '../src/platform/settings/hosts.js';

/**
 * Stands before Temporal's web interface, which answers whoever asks: a page on the internet that has its own name point
 * to this machine could read and end every run. Requests have to call it by a name of this machine, and pages of others
 * may change nothing.
 * @param port on 127.0.0.1
 * @param hosts further names by which it may be called
 */
export async function startUiGuard(
  port: number,
  target: { host: string; port: number },
  hosts: readonly string[],
): Promise<{ port: number; close(): Promise<void> }> {
  const isOurs = (authority: string | undefined) => {
    const url = `http://${authority ?? ''}`;
    if (!authority || !URL.canParse(url)) return false;
    const { hostname } = new URL(url);
    return isLoopback(hostname) || hosts.includes(hostname);
  };
  const server = http.createServer((request, response) => {
    const { host, origin } = request.headers;
    const refuse = (status: number, why: string) =>
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${why}\n`);
    if (!isOurs(host)) return refuse(421, 'This name is not one of this machine.');
    if (origin !== undefined && !isOurs(origin.replace(/^https?:\/\//, '')))
      return refuse(403, 'Pages of others may not ask.');
    const { method, url: path, headers } = request;
    const asked = http.request({ ...target, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => {});
    });
    asked.on('error', () =>
      response.headersSent ? response.destroy() : refuse(502, 'Temporal does not answer.'),
    );
    response.on('close', () => asked.destroy());
    request.pipe(asked);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Where the interface itself listens. All of 127.0.0.0/8 is this machine on Linux, and an address of it that nobody knows
 * cannot be called by a name that leads there; elsewhere an unknown port has to do.
 */
export function hiddenHost(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const part = () => randomInt(1, 255);
  return `127.${part()}.${part()}.${part()}`;
}
