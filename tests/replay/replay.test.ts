import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { describe, expect, test } from 'vitest';
import '../support/service.js';

const folder = join(import.meta.dirname, 'histories');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const workflowBundle = { codePath: join(import.meta.dirname, '../../dist/workflow-bundle.js') };
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('workflow code of today replays what earlier releases recorded', () => {
  test('there are histories to replay', () => {
    expect(names.length).toBeGreaterThan(0);
  });

  test.for(names)('%s', async (name) => {
    await Worker.runReplayHistory({ workflowBundle }, read(name), name);
  });

  test('and a history that does not fit is noticed', async () => {
    const history = read(names[0]!);
    const scheduled = history.events.find(
      (event: Record<string, unknown>) => event.activityTaskScheduledEventAttributes,
    );
    scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
    await expect(Worker.runReplayHistory({ workflowBundle }, history, 'changed')).rejects.toThrow(
      DeterminismViolationError,
    );
  });
});
