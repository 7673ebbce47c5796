import type { IncomingMessage } from 'node:http';
import type { App } from '../../app-types.js';
import type { Caller } from '../../identity/index.js';
import type { Authentication } from '../requests/authenticate.js';

// Longer delays overflow the timers of Node.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Who a caller is and what it may do, to tell whether that has changed. */
const rightsOf = (caller: Caller | null) =>
  caller && JSON.stringify([caller.userId, caller.session?.id, caller.actor]);

/**
 * Ends a connection that stays open when its session expires, is not used any more or is revoked, when its user is disabled,
 * when the role or the organization changes, or when single-user mode ends.
 * @param end called at most once, with who it would be by the same credentials now; null for nobody
 * @returns a function that ends the watch
 */
export function watchConnection(
  app: App,
  authentication: Authentication,
  request: Pick<IncomingMessage, 'headers'>,
  caller: Caller,
  end: (now: Caller | null) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    stopListening();
  };
  const finish = (now: Caller | null) => {
    if (isOver) return;
    stop();
    end(now);
  };
  const look = async () => {
    const now = await authentication.callerOf(request, false).catch(() => caller);
    if (!isOver && rightsOf(now) !== rightsOf(caller)) finish(now);
    return now;
  };
  // What is used elsewhere meanwhile ends later than it was to.
  const lookAgain = async () => {
    const now = await look();
    if (!now || (now === caller && isPast(now))) finish(null);
    else if (!isOver) wait(now);
  };
  const isPast = ({ expiresAt }: Caller) => expiresAt !== null && expiresAt <= app.clock();
  const wait = (known: Caller) => {
    if (!known.expiresAt || isOver) return;
    const left = Math.max(known.expiresAt.getTime() - app.clock().getTime(), 1);
    timer = setTimeout(() => void lookAgain(), Math.min(left, LONGEST_TIMER_MS));
    timer.unref();
  };
  const stopListening = app.identity.onChange(caller.userId, () => void look());
  wait(caller);
  // It may have changed between the request and here.
  void look();
  return stop;
}
