import type { IncomingMessage } from 'node:http';

/** A name or address, and a port. */
const AUTHORITY = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d+)?$/i;
/** No name, id or text of ours has one, and PostgreSQL keeps none. */
const NUL = /%00/i;
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is;

/** Whether a Host header names a host; browsers always send one. */
export const isHost = (host: string | undefined): boolean =>
  host === undefined || (AUTHORITY.test(host) && URL.canParse(`http://${host}`));

/**
 * What a request is for. Its line is brought to the form that everything behind reads: of one in absolute form (RFC 9112,
 * 3.2.2), which proxies get, the host takes the place of the header.
 * @returns null where the line or the Host header cannot be understood
 */
export function targetOf(req: IncomingMessage): URL | null {
  const [, host, rest] = ABSOLUTE.exec(req.url ?? '') ?? [];
  if (host !== undefined) req.headers.host = host;
  const path = rest?.replace(/^(?!\/)/, '/') ?? (req.url === '*' ? '/' : (req.url ?? ''));
  // Not relative to an address, or `//host/path` would name one.
  const address = `http://localhost${path}`;
  if (!path.startsWith('/') || NUL.test(path) || !isHost(req.headers.host) || !URL.canParse(address))
    return null;
  const url = new URL(address);
  req.url = url.pathname + url.search;
  return url;
}
