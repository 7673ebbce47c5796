import type { Prisma } from '../../generated/client/client.js';
import { runTask, type Task } from '../ai/index.js';
import type { App } from '../app-types.js';
import { retryOnOutage } from '../platform/database/outage.js';
import type { Run } from '../platform/durable.js';

/**
 * Asks the model for one part of a task, once in the life of a workflow: what was paid for is kept, and a
 * repeated or later run takes it from there.
 * @param part number of the window or batch, or a hash of what is asked where that may change
 * @param fresh whether a reply that was given elsewhere before will not do
 */
export async function paidTask<Input, Reply, Output>(
  app: App,
  run: Run,
  task: Task<Input, Reply, Output>,
  part: number | string,
  input: () => Promise<Input>,
  signal: AbortSignal,
  fresh = false,
): Promise<Output> {
  const known = await paidResult<Output>(app, run, task.name, part);
  if (known) return known;
  const ai = await app.models.for(task.model, run);
  const { output, usage, requestId } = await runTask(ai, task, await input(), { signal, fresh });
  const row = {
    ...usage,
    workflowId: run.workflowId,
    task: task.name,
    part: String(part),
    aiRequestId: requestId,
    organizationId: run.organizationId,
    result: output as Prisma.InputJsonValue,
  };
  await retryOnOutage(() => app.db.taskResult.createMany({ data: [row], skipDuplicates: true }), app.log);
  return output;
}

/** The request that a result was paid for with; null where rules did it. */
export async function paidRequest(
  app: App,
  { workflowId }: Run,
  task: string,
  part: number | string,
): Promise<string | null> {
  const row = await app.db.taskResult.findUnique({
    where: { workflowId_task_part: { workflowId, task, part: String(part) } },
    select: { aiRequestId: true },
  });
  return row?.aiRequestId ?? null;
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
