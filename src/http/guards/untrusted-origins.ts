import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../platform/errors.js';
import type { Log } from '../../platform/observability/log.js';
import { noteRefusal } from '../../platform/observability/refusals.js';

/** Why requests are refused that pages of untrusted origins may have sent: see `origins.ts`. */
export const REFUSALS = {
  host: 'This service does not know itself by the name that the request calls it. Where the name is its own, set PUBLIC_URL to it, or name it in ALLOWED_HOSTS.',
  origin:
    'Pages of this origin may not use this service. Name their origin (scheme, host and port, as the browser sends it) in CORS_ORIGINS.',
  unknown:
    'A request with a cookie has to say where it comes from: with Origin or Sec-Fetch-Site, as browsers do, or with X-Requested-With. Without a cookie, send Authorization: Bearer.',
} as const;

const LONGEST_NAME = 200;

/** Leaves a line in the log of such a request, with the page and the name; the address is only the browser's. */
export function noteUntrusted(
  log: Log,
  { headers }: Pick<IncomingMessage, 'headers'>,
  why: keyof typeof REFUSALS,
): void {
  const origin = headers.origin?.slice(0, LONGEST_NAME);
  const host = headers.host?.slice(0, LONGEST_NAME);
  noteRefusal(log, new DomainError('forbidden', REFUSALS[why]), { origin, host });
}
