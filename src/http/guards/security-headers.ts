import type { ServerResponse } from 'node:http';

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** GraphiQL has its scripts and styles in the page, and its editor's workers in blobs. */
export const GRAPHIQL_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "font-src 'self' data:",
  'worker-src blob:',
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const ALWAYS: [string, string][] = [
  // What is asked for is somebody's, and changes; a response that is neither says so itself.
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
];

/**
 * What browsers may do with a response, which is nothing but to show or save it.
 * @param policy of a page that does more; left out: nothing
 * @param isHttps whether the service is reached by https only, as PUBLIC_URL says
 */
export function secure(
  res: ServerResponse,
  { policy = NOTHING, isHttps }: { policy?: string | undefined; isHttps: boolean },
): void {
  for (const [name, value] of ALWAYS) res.setHeader(name, value);
  res.setHeader('content-security-policy', policy);
  if (isHttps) res.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
