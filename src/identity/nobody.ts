import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import { requestContext } from '../platform/observability/request-context.js';
import type { NobodyReason } from './why-nobody.js';

// With what stands before it, as much as the frame that closes a WebSocket takes.
const HANDED_ON =
  'a proxy handed the request on: set PUBLIC_URL, restart, sign up with the setup code of the log.';

/** Whether a request would be anybody's in single-user mode, had no proxy handed it on. */
const isKeptOut = ({ identity }: Pick<App, 'identity'>): boolean =>
  !identity.singleUser.isOver && requestContext()?.proxied === true;

// Each as short as the frame that closes a WebSocket takes.
const MESSAGES: Record<NobodyReason, string> = {
  missing: 'Nobody is signed in. Sign in, or send a session or an API key.',
  malformed: 'The credentials cannot be read. Send Authorization: Bearer, and a session token or an API key.',
  unknown: 'The session has ended, or is none of this service; or there is no such API key. Sign in.',
  expired: 'The session or the API key has expired. Sign in again, or make another key.',
  revoked: 'The API key was revoked. Make another one.',
  suspended: 'The API key is of somebody who may not act for the organization now. Ask an admin.',
};

/** That a request is nobody's who is known, and why. */
export class Unauthenticated extends DomainError {
  constructor(
    message: string,
    readonly reason: NobodyReason,
  ) {
    super('unauthenticated', message);
  }
}

/** Of a request that nobody sends who is known. */
export function unauthenticated(app: Pick<App, 'identity'>): Unauthenticated {
  const reason = (requestContext()?.nobody as NobodyReason | null | undefined) ?? 'missing';
  return new Unauthenticated(
    isKeptOut(app) && reason === 'missing' ? `Nobody is signed in, and ${HANDED_ON}` : MESSAGES[reason],
    reason,
  );
}

/** Of the first account, which not everybody may make. */
export const firstAccountRefused = (app: Pick<App, 'identity'>): DomainError =>
  new DomainError(
    'forbidden',
    isKeptOut(app)
      ? `This would be the first account, and ${HANDED_ON}`
      : 'The first account needs the setup code, which the service writes to its log when it starts.',
    ['input', 'setupCode'],
  );
