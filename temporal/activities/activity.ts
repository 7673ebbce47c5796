import { Context } from '@temporalio/activity';
import { activityFailureOf } from './failures.js';

const HEARTBEAT_MS = 3_000;

/**
 * Makes an activity of a use case: heartbeats while it runs (so that a lost worker is noticed and a
 * cancellation arrives), hands on the signal to abort, and classifies what it throws.
 */
export function activity<Args extends unknown[], Result>(
  work: (signal: AbortSignal, ...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      return await work(context.cancellationSignal, ...args);
    } catch (error) {
      throw activityFailureOf(error, context.cancellationSignal.aborted);
    } finally {
      clearInterval(beat);
    }
  };
}
