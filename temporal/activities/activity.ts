import { Context } from '@temporalio/activity';
import type { Log } from '../../src/platform/log.js';
import { outlast } from '../../src/platform/outage.js';
import { activityFailureOf } from './failures.js';

const HEARTBEAT_MS = 3_000;

/**
 * Makes an activity of a use case: heartbeats while it runs (so that a lost worker is noticed and a
 * cancellation arrives), hands on the signal to abort, waits while the database is away (which is no failed
 * attempt of the work), and classifies what it throws.
 */
export const activityWith =
  (log: Log) =>
  <Args extends unknown[], Result>(
    work: (signal: AbortSignal, ...args: Args) => Promise<Result>,
  ): ((...args: Args) => Promise<Result>) =>
  async (...args) => {
    const context = Context.current();
    const signal = context.cancellationSignal;
    const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      return await outlast(() => work(signal, ...args), log, signal);
    } catch (error) {
      throw activityFailureOf(error, signal.aborted);
    } finally {
      clearInterval(beat);
    }
  };
