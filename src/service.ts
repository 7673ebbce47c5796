import { fileURLToPath } from 'node:url';
import { createDurable } from '../temporal/client.js';
import { startWorker } from '../temporal/worker.js';
import { createApp } from './app.js';
import { startBackends } from './backends.js';
import { startHttp } from './http/server.js';
import { ensureDefaultActor } from './identity/index.js';
import { keepEmbedding, startMissingIngestions } from './knowledge/index.js';
import type { Env } from './platform/env.js';
import { keepRunning } from './platform/keep-running.js';
import type { Log } from './platform/log.js';
import { applyMigrations } from './platform/migrations.js';
import { failLostAnswers } from './qa/index.js';
import { startMissingRuns } from './rfp/index.js';

/** What a process does: all of it, or one of the parts that scale out. */
export type Role = 'all' | 'api' | 'worker';

export interface Service {
  /** Root of the HTTP API; null in a worker. */
  url: string | null;
  temporalUiUrl: string | null;
  engine: string;
  stop(): Promise<void>;
}

const SWEEP_MS = 15_000;

/** `<root>/prisma/migrations`, from the sources and from dist/ alike. */
const migrationsDir = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/') ? '../../prisma/migrations' : '../prisma/migrations',
    import.meta.url,
  ),
);

/**
 * Starts the service and returns when it serves. What had started is stopped again where a part fails.
 * @throws {DomainError} saying which setting to change: a taken port, a database that is newer than the code
 */
export async function startService(env: Env, log: Log, role: Role = 'all'): Promise<Service> {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse())
      await close().catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
  };

  try {
    const backends = await startBackends(env, log, closers);
    for (const name of await applyMigrations(backends.databaseUrl, migrationsDir, log))
      log.info(`applied ${name}`);

    const durable = createDurable({
      ...env.temporal,
      address: backends.temporalAddress,
      uiUrl: backends.temporalUiUrl,
    });
    closers.push(durable.close);
    const app = await createApp(env, { databaseUrl: backends.databaseUrl, durable, log });
    closers.push(app.close);
    const actor = await ensureDefaultActor(app.db);

    if (role !== 'api') {
      const worker = await keepRunning(log, 'the worker', () => startWorker(app, backends.temporalAddress));
      closers.push(worker.stop);
      closers.push(keepEmbedding(app).stop);
    }
    // A write that fails leaves nothing behind; one whose process is killed does.
    app.storage.removeParts().catch((error: unknown) => log.warn({ err: error }, 'parts of files are left'));
    const sweep = setInterval(() => {
      for (const work of [startMissingRuns, startMissingIngestions, failLostAnswers])
        work(app).catch((error: unknown) => log.debug({ err: error }, 'the sweep will try again'));
    }, SWEEP_MS);
    closers.push(async () => clearInterval(sweep));

    const http = role === 'worker' ? null : await startHttp(app, actor);
    if (http) closers.push(http.close);
    return {
      url: http?.url ?? null,
      temporalUiUrl: backends.temporalUiUrl,
      engine: app.ai?.model ?? 'rules',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
