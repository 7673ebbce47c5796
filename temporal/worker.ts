import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { App } from '../src/app-types.js';
import type { Log } from '../src/platform/log.js';
import { createActivities } from './activities/index.js';

export interface RunningWorker {
  /** Resolves when the worker was told to stop; rejects when it failed. */
  done: Promise<void>;
  /** Takes no more work and waits for what is at work, some seconds at the most. */
  stop(): Promise<void>;
}

/** Connects to Temporal and works on the task queue until it is stopped. */
export async function startWorker(app: App, address: string): Promise<RunningWorker> {
  const { namespace, taskQueue } = app.env.temporal;
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities: createActivities(app),
    // Enough for several runs at their full concurrency; the database pool and the provider are the limits.
    maxConcurrentActivityTaskExecutions: Math.max(40, app.env.answerConcurrency * 4),
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '10 seconds',
  });
  const done = worker.run().finally(() => connection.close());
  return {
    done,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done.catch(() => {});
    },
  };
}

/** Temporal's own log lines go where ours go. Once a process, before the first worker. */
export function installRuntime(log: Log): void {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
  Runtime.install({
    // Our own handlers decide when to stop.
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', ({ level, message, meta }) =>
      log[levels[level]]({ temporal: plain(meta) }, message),
    ),
  });
}

const plain = (meta: Record<string, unknown> | undefined) =>
  meta && {
    workflowId: meta.workflowId,
    activityType: meta.activityType,
    error: meta.error && String(meta.error),
  };

/** Built beforehand by `npm run build`. */
async function workflowBundle(): Promise<{ codePath: string } | WorkflowBundle> {
  const candidates = ['../workflow-bundle.js', '../dist/workflow-bundle.js'];
  const built = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (built) return { codePath: built };
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`./workflows/index.${ending}`, import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
}
