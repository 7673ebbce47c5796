import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

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
    return url.host === host || (allowed.size === 0 && LOOPBACK_HOSTS.has(url.hostname));
  } catch {
    return false;
  }
}

/**
 * Whether a page of a stranger sends this. A page may fetch or show (`<img>`) from anywhere, and browsers leave out the
 * origin of what only shows; they tell then whether it comes from another site.
 */
export const isFromStranger = (
  { origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
): boolean => (origin ? !isAllowedOrigin(origin, host, allowed) : site === 'cross-site');

/** What tells a browser that the page which asks may read the answer; nothing for other pages. */
export function corsHeaders(
  { origin, host }: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
): Record<string, string> {
  if (!origin || !isAllowedOrigin(origin, host, allowed)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
}
