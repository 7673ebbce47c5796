import type { Task } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { paidTask } from '../../runs/index.js';

/** Does a task by rules, or with the model, which is paid once for each part: see `paidTask`. */
export const doTask = async <Input, Reply, Output>(
  app: App,
  run: Run,
  task: Task<Input, Reply, Output>,
  part: string,
  input: Input,
  signal: AbortSignal,
  fresh = false,
): Promise<Output> =>
  (await app.models.for(task.model, run))
    ? paidTask(app, run, task, part, async () => input, signal, fresh)
    : task.rules(input);
