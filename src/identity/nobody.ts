import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import { requestContext } from '../platform/observability/request-context.js';

// With what stands before it, as much as the frame that closes a WebSocket takes.
const HANDED_ON =
  'a proxy handed the request on: set PUBLIC_URL, restart, sign up with the setup code of the log.';

/** Whether a request would be anybody's in single-user mode, had no proxy handed it on. */
const isKeptOut = ({ identity }: Pick<App, 'identity'>): boolean =>
  !identity.singleUser.isOver && requestContext()?.proxied === true;

/** Of a request that nobody sends who is known. */
export const unauthenticated = (app: Pick<App, 'identity'>): DomainError =>
  new DomainError(
    'unauthenticated',
    isKeptOut(app)
      ? `Nobody is signed in, and ${HANDED_ON}`
      : 'Nobody is signed in. Sign in, or send a valid session or API key.',
  );

/** Of the first account, which not everybody may make. */
export const firstAccountRefused = (app: Pick<App, 'identity'>): DomainError =>
  new DomainError(
    'forbidden',
    isKeptOut(app)
      ? `This would be the first account, and ${HANDED_ON}`
      : 'The first account needs the setup code, which the service writes to its log when it starts.',
    ['input', 'setupCode'],
  );
