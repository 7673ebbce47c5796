import { Context, type Info } from '@temporalio/activity';
import { retryOnOutage } from '../../src/platform/database/outage.js';
import { inOrganization } from '../../src/platform/database/scope.js';
import type { Run } from '../../src/platform/durable.js';
import type { Log } from '../../src/platform/observability/log.js';
import { measured } from '../../src/platform/observability/metrics.js';
import { inContext, type RequestContext } from '../../src/platform/observability/request-context.js';
import { activityFailureOf } from './failures.js';

const HEARTBEAT_MS = 3_000;

/**
 * Makes an activity of a use case that is a step of a run, which is its first argument: `attempt`, for the run's
 * organization.
 */
export const activityWith =
  (log: Log) =>
  <Args extends unknown[], Result>(
    work: (signal: AbortSignal, ...args: Args) => Promise<Result>,
  ): ((...args: Args) => Promise<Result>) =>
  (...args) => {
    const { organizationId } = args[0] as Run;
    return attempt(log, organizationId, (signal) =>
      inOrganization(organizationId, () => work(signal, ...args)),
    );
  };

/**
 * One attempt of an activity: heartbeats while it runs (so that a lost worker is noticed and a cancellation arrives),
 * hands on the signal to abort, waits while the database is away (which is no failed attempt of the work; what was paid
 * for waits by itself, at its commit), and classifies what it throws.
 * @param organizationId whose work it is; null for the cluster's own
 */
export async function attempt<Result>(
  log: Log,
  organizationId: string | null,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  const signal = context.cancellationSignal;
  const { activityType, currentAttemptScheduledTimestampMs: due } = context.info;
  const began = Date.now();
  measured.activityTaken(activityType, (began - due) / 1000);
  let outcome: 'ok' | 'failed' | 'cancelled' = 'failed';
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    const result = await inContext(contextOf(context.info, organizationId), () =>
      retryOnOutage(() => work(signal), log, signal),
    );
    outcome = 'ok';
    return result;
  } catch (error) {
    if (signal.aborted) outcome = 'cancelled';
    throw activityFailureOf(error, signal.aborted);
  } finally {
    clearInterval(beat);
    measured.activity(activityType, outcome, (Date.now() - began) / 1000);
  }
}

/** What log lines and audit records of the work say of it. */
function contextOf(info: Info, organizationId: string | null): Partial<RequestContext> {
  const { workflowId = null, runId = null } = info.workflowExecution ?? {};
  return { activity: info.activityType, workflowId, runId, organizationId };
}
