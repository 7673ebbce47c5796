import { setTimeout as wait } from 'node:timers/promises';
import { Client, Connection, type ScheduleDescription } from '@temporalio/client';
import type { SweepName } from '../../src/sweep-types.js';
import { SWEEPS } from '../../src/sweeps.js';
import { scheduleIdOf } from '../../temporal/schedules.js';

const RETRY_MS = 50;

/** The schedules of a service with `TEMPORAL_SCHEDULES`; taken away at the end, as the server goes on. */
export interface Schedules extends AsyncDisposable {
  client: Client;
  describe(name: SweepName): Promise<ScheduleDescription>;
  /** From now on it is done by `run` alone: by its time it would find first what the test has made. */
  pause(name: SweepName): Promise<void>;
  /** Does a sweep now, through its schedule, and returns what it found. */
  run(name: SweepName): Promise<number | null>;
}

export async function schedulesOf(env: Record<string, string>): Promise<Schedules> {
  const taskQueue = env.TEMPORAL_TASK_QUEUE!;
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS! });
  const client = new Client({ connection });
  const handle = (name: SweepName) => client.schedule.getHandle(scheduleIdOf(taskQueue, name));
  const actions = async (name: SweepName) => (await handle(name).describe()).info;
  return {
    client,
    describe: (name) => handle(name).describe(),
    pause: (name) => handle(name).pause(),
    async run(name) {
      const before = (await actions(name)).numActionsTaken;
      await handle(name).trigger();
      for (;;) {
        const { numActionsTaken, recentActions } = await actions(name);
        const latest = recentActions.at(-1)?.action.workflow;
        if (numActionsTaken > before && latest)
          return client.workflow.getHandle(latest.workflowId, latest.firstExecutionRunId).result();
        await wait(RETRY_MS);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const name of Object.keys(SWEEPS) as SweepName[])
        await handle(name)
          .delete()
          .catch(() => {});
      await connection.close();
    },
  };
}
