import { temporalCli } from '../temporal/cli.js';
import { startTemporalDevServer } from '../temporal/dev-server.js';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes.js';
import { embeddedDatabase } from './database-url.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import type { Log } from './platform/observability/log.js';
import { keepRunning } from './platform/processes/keep-running.js';
import type { Env } from './platform/settings/env.js';

export interface Backends {
  databaseUrl: string;
  temporalAddress: string;
  temporalUiUrl: string | null;
}

/**
 * The PostgreSQL and the Temporal server to work with: those the environment names, or our own, which are
 * started, kept running, and stopped by the functions pushed onto `closers`.
 */
export async function startBackends(
  env: Env,
  log: Log,
  closers: (() => Promise<unknown>)[],
): Promise<Backends> {
  const databaseUrl = env.database.url ?? (await runDatabase(env, log, closers));
  const { address, uiUrl } = env.temporal;
  if (address) return { databaseUrl, temporalAddress: address, temporalUiUrl: uiUrl };
  const server = await embeddedTemporal(env, log, closers);
  return { databaseUrl, temporalAddress: server.address, temporalUiUrl: uiUrl ?? server.uiUrl };
}

async function runDatabase(env: Env, log: Log, closers: (() => Promise<unknown>)[]): Promise<string> {
  const database = await keepRunning(log, 'PostgreSQL', async () => {
    const server = await startEmbeddedPostgres({
      ...embeddedDatabase(env),
      port: env.database.embeddedPort,
      log: serviceLog(log),
      settings: { max_connections: '200' },
    });
    return { ...server, done: server.ended };
  });
  closers.push(database.stop);
  return database.current().url;
}

async function embeddedTemporal(env: Env, log: Log, closers: (() => Promise<unknown>)[]) {
  const { uiUrl } = env.temporal;
  const cliPath = await temporalCli();
  const temporal = await keepRunning(log, 'the Temporal server', async () => {
    const server = await startTemporalDevServer({
      dbFile: `${env.dataDir}/temporal.db`,
      port: env.temporal.embeddedPort,
      uiPort: env.temporal.embeddedUiPort,
      uiHosts: uiUrl ? [new URL(uiUrl).hostname] : [],
      namespace: env.temporal.namespace,
      searchAttributes: SEARCH_ATTRIBUTES,
      cliPath,
      log: serviceLog(log),
    });
    return { ...server, done: server.ended };
  });
  closers.push(temporal.stop);
  return temporal.current();
}

const serviceLog = (log: Log) => ({
  debug: (message: string) => log.debug(message),
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
});
