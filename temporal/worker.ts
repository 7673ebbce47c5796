import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { App } from '../src/app-types.js';
import type { Log } from '../src/platform/observability/log.js';
import { createActivities } from './activities/index.js';
import { connectionTo } from './connection.js';
import { FAILURE_CONVERTER, type Payloads } from './data-converter.js';
import { ensureSchedules } from './schedules.js';
import { temporalTracing } from './tracing.js';

const ABORTING_MS = 5_000;

export interface RunningWorker {
  /** Resolves when the worker was told to stop; rejects when it failed. */
  done: Promise<void>;
  /** Takes no more work and waits for what is at work, as long as `SHUTDOWN_DRAIN_SECONDS` says. */
  stop(): Promise<void>;
}

/** Connects to Temporal, sees to the schedules, and works on the task queue until it is stopped. */
export async function startWorker(app: App, address: string, payloads: Payloads): Promise<RunningWorker> {
  const { namespace, taskQueue, security } = app.env.temporal;
  if (app.env.temporal.schedules) await schedule(app, address);
  const traced = await temporalTracing();
  const connection = await NativeConnection.connect(connectionTo(address, security));
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    ...traced?.worker,
    workflowBundle: await workflowBundle(payloads.encrypts, traced?.workflowModules ?? []),
    dataConverter: payloads.dataConverter,
    activities: createActivities(app),
    // Enough for several runs at their full concurrency; the database pool and the provider are the limits.
    maxConcurrentActivityTaskExecutions: Math.max(40, app.env.answerConcurrency * 4),
    // Activities may finish; then they are told to abort, and what they did not finish another worker begins again.
    shutdownGraceTime: app.env.shutdown.drainMs,
    shutdownForceTime: app.env.shutdown.drainMs + ABORTING_MS,
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

async function schedule({ env, log }: App, address: string): Promise<void> {
  const connection = await Connection.connect(connectionTo(address, env.temporal.security));
  try {
    await ensureSchedules(connection, env.temporal, log);
  } finally {
    await connection.close();
  }
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

/**
 * Built beforehand by `npm run build`, without tracing.
 * @param encrypts how workflow code writes its failures is decided when it is bundled
 * @param interceptors modules that hand traces on
 */
async function workflowBundle(
  encrypts: boolean,
  interceptors: string[],
): Promise<{ codePath: string } | WorkflowBundle> {
  const name = encrypts ? 'workflow-bundle-encrypting.js' : 'workflow-bundle.js';
  const candidates = [`../${name}`, `../dist/${name}`];
  const built = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (built && !interceptors.length) return { codePath: built };
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`./workflows/index.${ending}`, import.meta.url)),
    logger: new DefaultLogger('WARN'),
    workflowInterceptorModules: interceptors,
    ...(encrypts && { failureConverterPath: FAILURE_CONVERTER }),
  });
}
