import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import { describe, expect, inject, test, vi } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import type { SweepName } from '../../src/sweep-types.js';
import { SWEEPS } from '../../src/sweeps.js';
import { ensureSchedules, scheduleIdOf } from '../../temporal/schedules.js';
import { schedulesOf } from '../support/schedules.js';
import { testService, testSettings } from '../support/service.js';
import { refusing } from './support/refusing-temporal.js';

const NAMES = Object.keys(SWEEPS) as SweepName[];
const settingsOf = (env: Record<string, string>) => parseEnv(env).temporal;
const silent = createLog('silent', false);

async function connected() {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  return { connection, [Symbol.asyncDispose]: () => connection.close() };
}

describe('periodic work is done by schedules of Temporal', () => {
  test('once for the cluster, each as soon as it is new, and then by its time', async () => {
    await using one = await testService({ TEMPORAL_SCHEDULES: 'true' });
    await using schedules = await schedulesOf(one.env);
    await using _another = await testService({ ...one.env, PORT: '0' });
    for (const name of NAMES) {
      const { spec, policies, action, info } = await schedules.describe(name);
      expect(spec.intervals).toEqual([{ every: SWEEPS[name].everySeconds * 1000 }]);
      expect(policies).toMatchObject({ overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: 60_000 });
      expect(action).toMatchObject({ workflowType: name, taskQueue: one.env.TEMPORAL_TASK_QUEUE });
      expect(info.recentActions.length).toBeGreaterThan(0);
      const { workflowId } = info.recentActions[0]!.action.workflow;
      await schedules.client.workflow.getHandle(workflowId).result();
    }
  });

  test('one that was paused stays paused, and one of an earlier version goes', async () => {
    await using settings = await testSettings();
    await using schedules = await schedulesOf(settings.env);
    await using temporal = await connected();
    const { connection } = temporal;
    const ensure = () => ensureSchedules(connection, settingsOf(settings.env), silent);
    await ensure();
    const taskQueue = settings.env.TEMPORAL_TASK_QUEUE!;
    const client = new Client({ connection }).schedule;
    await client.getHandle(scheduleIdOf(taskQueue, 'forgetMails')).pause('we look into something');
    const { spec, action } = await schedules.describe('forgetKeys');
    const old = { ...action, workflowId: undefined, args: [] } as never;
    await client.create({ scheduleId: `${taskQueue}:forget-nothing`, spec: spec as never, action: old });
    await vi.waitFor(async () => expect(await idsOf(client, taskQueue)).toHaveLength(NAMES.length + 1));
    await ensure();
    await vi.waitFor(async () =>
      expect(await idsOf(client, taskQueue)).toEqual(
        NAMES.map((name) => scheduleIdOf(taskQueue, name)).sort(),
      ),
    );
    const { state } = await schedules.describe('forgetMails');
    expect(state).toMatchObject({ paused: true, note: 'we look into something' });
    expect((await schedules.describe('forgetKeys')).state).toMatchObject({ paused: false });
  });
});

test('a server that refuses schedules is complained of, with what to do, and the worker works', async () => {
  await using temporal = await refusing(inject('temporalAddress'), 'CreateSchedule');
  const lines: string[] = [];
  const log = { ...silent, warn: (line: string) => void lines.push(line) } as never;
  const connection = await Connection.connect({ address: temporal.address });
  await ensureSchedules(connection, { namespace: 'default', taskQueue: 'nobody' }, log);
  await connection.close();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/not let this worker make schedules \(Not for you\)/);
  expect(lines[0]).toContain('start runs whose start was lost');
  expect(lines[0]).toContain('in namespace default');
  await using _service = await testService({
    TEMPORAL_SCHEDULES: 'true',
    TEMPORAL_ADDRESS: temporal.address,
  });
  expect(temporal.refused).toBeGreaterThan(1);
});

async function idsOf(client: Client['schedule'], taskQueue: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.list())
    if (scheduleId.startsWith(`${taskQueue}:`)) ids.push(scheduleId);
  return ids.sort();
}
