import { createDurable } from '../temporal/client.js';
import { payloadsOf } from '../temporal/data-converter.js';
import { temporalTracing } from '../temporal/tracing.js';
import { startWorker } from '../temporal/worker.js';
import { createApp, kinds } from './app.js';
import type { App } from './app-types.js';
import { startBackends } from './backends.js';
import { firstMasterKey } from './first-master-key.js';
import { startMetricsServer } from './http/routes/metrics.js';
import { startHttp } from './http/server.js';
import { ensureDefaultActor, keepMailing } from './identity/index.js';
import { keepEmbedding } from './knowledge/index.js';
import { migrationsDir } from './migrations-dir.js';
import { engineFor } from './models/index.js';
import { applyMigrations } from './platform/database/migrations.js';
import { checkRowSecurity } from './platform/database/row-security.js';
import { asSystem, inOrganization } from './platform/database/scope.js';
import { makeDataDirPrivate } from './platform/files/private-files.js';
import type { Log } from './platform/observability/log.js';
import { startTracing } from './platform/observability/tracing.js';
import { keepRunning } from './platform/processes/keep-running.js';
import { masterKeysOf } from './platform/secrets/master-key.js';
import { createVault } from './platform/secrets/vault.js';
import { type Env, EnvError } from './platform/settings/env.js';

/** What a process does: all of it, or one of the parts that scale out. */
export type Role = 'all' | 'api' | 'worker';

export interface Service {
  app: App;
  /** Root of the HTTP API; null in a worker. */
  url: string | null;
  temporalUiUrl: string | null;
  engine: string;
  stop(): Promise<void>;
}

/**
 * Starts the service and returns when it serves. What had started is stopped again where a part fails.
 * @throws {EnvError} where the API would be served to others in plain HTTP
 * @throws {DomainError} saying which setting to change: a taken port, a database that is newer than the code
 */
export async function startService(env: Env, log: Log, role: Role = 'all'): Promise<Service> {
  if (role !== 'worker' && env.transportProblem) throw new EnvError([env.transportProblem]);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse())
      await close().catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
  };

  try {
    const tracing = await startTracing(env.tracing);
    if (tracing) closers.push(tracing.stop);
    await makeDataDirPrivate(env.dataDir, { lends: env.database.url === null }).catch((error: unknown) =>
      log.warn({ err: error }, 'others of this machine may be able to read the data directory'),
    );
    const ring = await masterKeysOf(env);
    const backends = await startBackends(env, log, closers);
    for (const name of await applyMigrations(backends.databaseUrl, migrationsDir, log))
      log.info(`applied ${name}`);

    if (env.database.rowSecurity)
      await checkRowSecurity(backends.databaseUrl, (problem) => log.warn(problem));

    // Processes that share a database are given their keys: two that made their own could not read each other's.
    const isOnly = role === 'all' && ring.length === 0;
    const masterKeys = isOnly ? await firstMasterKey(env, backends.databaseUrl, log) : ring;
    const payloads = payloadsOf(masterKeys, env.temporal.encryptPayloads);

    const { temporalAddress: address, temporalUiUrl: uiUrl } = backends;
    const traced = await temporalTracing();
    const durable = createDurable({ ...env.temporal, address, uiUrl, kinds }, payloads, traced?.client);
    closers.push(durable.close);
    const app = await createApp(env, {
      databaseUrl: backends.databaseUrl,
      durable,
      log,
      vault: createVault(masterKeys),
      masterKeys,
    });
    closers.push(app.close);
    const actor = await asSystem('default-organization', () => ensureDefaultActor(app.db));
    closers.push(keepMailing(app).stop);

    if (role !== 'api') {
      const worker = await keepRunning(log, 'the worker', () => startWorker(app, address, payloads));
      closers.push(worker.stop);
      closers.push(keepEmbedding(app).stop);
    }
    // A write that fails leaves nothing behind; one whose process is killed does.
    app.storage.removeParts().catch((error: unknown) => log.warn({ err: error }, 'parts of files are left'));

    if (env.metrics) {
      const metrics = await startMetricsServer(env.metrics);
      closers.push(metrics.close);
      log.info(`Metrics: ${metrics.url}/metrics`);
    }
    const http = role === 'worker' ? null : await startHttp(app, actor);
    if (http) closers.push(http.close);
    if (http && !env.identity.singleUser && !masterKeys.length)
      log.warn('there is no master key, so nobody can sign in: set BIDWRIGHT_MASTER_KEYS');
    const setupCode = http && (await app.identity.setupCode.show());
    if (setupCode) log.warn(`nobody has an account yet; the first sign-up needs the setup code ${setupCode}`);
    return {
      app,
      url: http?.url ?? null,
      temporalUiUrl: backends.temporalUiUrl,
      engine: await inOrganization(actor.organizationId, () =>
        engineFor(app, 'DRAFTING', actor.organizationId),
      ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
