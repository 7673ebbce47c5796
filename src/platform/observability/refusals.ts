import { DomainError, type DomainErrorKind } from '../errors.js';
import type { Log } from './log.js';
import { requestContext } from './request-context.js';

/** Who may not, or could not say who he is. Limits of rates are in the metrics: a flood would be one of the log, too. */
const NOTED: ReadonlySet<DomainErrorKind> = new Set([
  'unauthenticated',
  'two-factor-required',
  'reauthenticate',
  'forbidden',
  'locked',
]);

/**
 * Leaves a line in the log of what was refused to somebody, with where it came from; of other failures nothing.
 * @param more that the line says
 */
export function noteRefusal(log: Log, error: unknown, more: Record<string, string | undefined> = {}): void {
  if (!(error instanceof DomainError) || !NOTED.has(error.kind)) return;
  const { address = null, via = null } = requestContext() ?? {};
  log.info({ code: error.kind, reason: error.message, address, via, ...more }, 'a request was refused');
}
