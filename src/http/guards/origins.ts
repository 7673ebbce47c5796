import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../../platform/settings/hosts.js';

/**
 * Whether a request is meant for us by the name that it calls us. A page from anywhere can give this machine's address
 * to a name of its own (DNS rebinding); its requests then come from the page's own origin, but call us by that name.
 * @param hosts the names that we have; null where any will do, since nobody acts here without signing in
 */
export function isOwnHost(host: string | undefined, hosts: ReadonlySet<string> | null): boolean {
  // Browsers always say it.
  if (!hosts || host === undefined) return true;
  const url = `http://${host}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hosts.has(hostname) || isLoopback(hostname);
}

/**
 * Whether a page of this origin may talk to us: our own pages, those of origins that were allowed, and, where no
 * origin was, pages served on this machine (a frontend under development). Any other page open in the user's browser
 * could otherwise act as the user.
 */
export function isAllowedOrigin(
  origin: string,
  host: string | null | undefined,
  allowed: ReadonlySet<string>,
): boolean {
  if (allowed.has(origin)) return true;
  try {
    const url = new URL(origin);
    return url.host === host || (allowed.size === 0 && isLoopback(url.hostname));
  } catch {
    return false;
  }
}

/**
 * Whether a page of an untrusted origin sends this. A page may fetch or show (`<img>`) from anywhere, and browsers leave out the
 * origin of what only shows; they tell then whether it comes from another site.
 */
export const isFromUntrustedOrigin = (
  { origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
): boolean =>
  origin
    ? !isAllowedOrigin(origin, host, allowed)
    : site !== undefined && site !== 'same-origin' && site !== 'none';

/** What pages can send anywhere without being asked about it first (Fetch, "CORS-safelisted request-header"). */
const SIMPLE_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Headers that a page cannot send to another origin unasked. */
const ASKED_FOR = ['authorization', 'x-requested-with', 'apollo-require-preflight'];

/**
 * Whether a page of an untrusted origin could have sent this with the user's cookie without telling where it comes from, as
 * browsers do that know neither Origin on forms nor Sec-Fetch-Site.
 */
export function isOfUnknownOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (!headers.cookie || headers.origin || headers['sec-fetch-site']) return false;
  const type = headers['content-type'];
  return (!type || SIMPLE_TYPES.test(type)) && !ASKED_FOR.some((name) => headers[name]);
}

/** For how long browsers need not ask again, in seconds; none of them keeps it for longer than two hours. */
const PREFLIGHT_SECONDS = 7_200;

/** Of our headers, what pages may read besides the few that they always may. */
const EXPOSED = 'content-disposition, ratelimit, ratelimit-policy, retry-after, x-request-id';

/** Tells the browser that the page which asks may read the answer, where it may. */
export function allowPage(
  { headers: { origin, host } }: Pick<IncomingMessage, 'headers'>,
  res: ServerResponse,
  allowed: ReadonlySet<string>,
): void {
  res.setHeader('vary', 'Origin');
  if (!origin || !isAllowedOrigin(origin, host, allowed)) return;
  res.setHeader('access-control-allow-origin', origin);
  res.setHeader('access-control-allow-credentials', 'true');
  res.setHeader('access-control-expose-headers', EXPOSED);
}

/**
 * Answers a browser that asks whether a page may send something; `allowPage` has said whether it may.
 * @param methods that the path takes
 */
export function answerPreflight(
  { headers }: Pick<IncomingMessage, 'headers'>,
  res: ServerResponse,
  methods: readonly string[],
): void {
  res.setHeader('allow', methods.join(', '));
  if (res.hasHeader('access-control-allow-origin')) {
    res.setHeader('access-control-allow-methods', methods.join(', '));
    res.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*');
    res.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
  }
  res.writeHead(204).end();
}
