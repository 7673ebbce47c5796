import {
  type Connection,
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleClient,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import type { Log } from '../src/platform/observability/log.js';
import type { Env } from '../src/platform/settings/env.js';
import type { SweepName } from '../src/sweep-types.js';
import { SWEEPS, type Sweep } from '../src/sweeps.js';
import { ensureSearchAttributes } from './register-search-attributes.js';
import { kindKey } from './search-attributes.js';

// https://grpc.io/docs/guides/status-codes: what a server answers that does not let us, or has no schedules.
const REFUSALS = [7, 12, 16];

/** An action that is missed by more is not made up for: the next one does the same work. */
const CATCH_UP_MS = 60_000;

type Options = ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>;

const sweeps = Object.entries(SWEEPS) as [SweepName, Sweep][];

/** Readable, and told apart where several installations share a namespace: `bidwright:start-missing-runs`. */
export const scheduleIdOf = (taskQueue: string, name: SweepName): string =>
  `${taskQueue}:${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Makes the schedules of all sweeps, brings those that are there up to date, and takes away those of earlier versions. One
 * that an operator paused stays paused. Where the server does not let us, a warning says what to do, and what does not
 * happen.
 * @throws where the server cannot be reached
 */
export async function ensureSchedules(
  connection: Connection,
  { namespace, taskQueue }: Pick<Env['temporal'], 'namespace' | 'taskQueue'>,
  log: Log,
): Promise<void> {
  const client = new ScheduleClient({ connection, namespace });
  const known = await ensureSearchAttributes(connection, namespace);
  try {
    await Promise.all(
      sweeps.map(([name, sweep]) => ensure(client, optionsOf(taskQueue, name, sweep, known))),
    );
    await removeOthers(client, taskQueue);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    log.warn(
      `Temporal does not let this worker make schedules (${refusal}). Until it does, nobody does this: ` +
        `${sweeps.map(([, { about }]) => lowerFirst(about)).join('; ')}. Let its certificate or API key create, update, list ` +
        `and delete schedules in namespace ${namespace}, and restart it. Or have somebody make them who may, as ` +
        'docs/operations.md says under Periodic work, and set TEMPORAL_SCHEDULES=false.',
    );
  }
}

function optionsOf(taskQueue: string, name: SweepName, sweep: Sweep, searchAttributes: boolean): Options {
  const scheduleId = scheduleIdOf(taskQueue, name);
  return {
    scheduleId,
    spec: { intervals: [{ every: sweep.everySeconds * 1000 }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP_MS },
    // What a version brings for the first time need not wait for the hour.
    state: { note: sweep.about, triggerImmediately: true },
    action: {
      type: 'startWorkflow',
      workflowType: name,
      workflowId: scheduleId,
      taskQueue,
      args: [],
      staticSummary: sweep.about,
      ...(searchAttributes && { typedSearchAttributes: [{ key: kindKey, value: 'SWEEP' }] }),
    },
  };
}

async function ensure(client: ScheduleClient, options: Options): Promise<void> {
  try {
    await client.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action, scheduleId } = options;
    await client
      .getHandle(scheduleId)
      .update(({ state: { paused, note } }) => ({ spec, policies, action, state: { paused, note } }));
  }
}

/** A version that does a sweep no more has no workflow for it either. */
async function removeOthers(client: ScheduleClient, taskQueue: string): Promise<void> {
  const wanted = new Set(sweeps.map(([name]) => scheduleIdOf(taskQueue, name)));
  for await (const { scheduleId } of client.list())
    if (scheduleId.startsWith(`${taskQueue}:`) && !wanted.has(scheduleId))
      await client.getHandle(scheduleId).delete();
}

/** Why the server refuses; null for any other failure. */
function refusalOf(error: unknown): string | null {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return isGrpcServiceError(cause) && REFUSALS.includes(cause.code) ? cause.details : null;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
