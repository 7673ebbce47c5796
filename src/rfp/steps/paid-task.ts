import type { Prisma } from '../../../generated/client/client.js';
import { runTask, type Task } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { outlast } from '../../platform/outage.js';

/**
 * Asks the model for one part of a task, once in the life of a workflow: what was paid for is kept, and a
 * repeated or later run takes it from there.
 * @param part number of the window or batch, or a hash of what is asked where that may change
 */
export async function paidTask<Input, Reply, Output>(
  app: App,
  run: Run,
  task: Task<Input, Reply, Output>,
  part: number | string,
  input: () => Promise<Input>,
  signal: AbortSignal,
): Promise<Output> {
  const known = await paidResult<Output>(app, run, task.name, part);
  if (known) return known;
  const { output, usage } = await runTask(app.ai, task, await input(), { signal });
  const row = {
    ...usage,
    workflowId: run.workflowId,
    task: task.name,
    part: String(part),
    organizationId: run.organizationId,
    result: output as Prisma.InputJsonValue,
  };
  await outlast(() => app.db.taskResult.createMany({ data: [row], skipDuplicates: true }), app.log);
  return output;
}

/** What was paid for already; null where it was not. */
export async function paidResult<Output>(
  app: App,
  run: Run,
  task: string,
  part: number | string,
): Promise<Output | null> {
  const row = await app.db.taskResult.findUnique({
    where: { workflowId_task_part: { workflowId: run.workflowId, task, part: String(part) } },
  });
  return row && (row.result as Output);
}
