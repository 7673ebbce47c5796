import pg from 'pg';
import { runningPostgresUrl, startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { unavailable } from './platform/errors.js';
import { makeDataDirPrivate } from './platform/files/private-files.js';
import type { Log } from './platform/observability/log.js';
import type { Env } from './platform/settings/env.js';

/** Where the embedded server keeps its data, and what its database is called. */
export const embeddedDatabase = ({ dataDir }: Pick<Env, 'dataDir'>) => ({
  dataDir: `${dataDir}/postgres`,
  database: 'bidwright',
});

/** The connection string of the embedded server that the service runs; null where it does not run. */
function runningUrl(env: Pick<Env, 'dataDir'>): string | null {
  const { dataDir, database } = embeddedDatabase(env);
  return runningPostgresUrl(dataDir, database);
}

/**
 * The database that a command beside the service works on: the one of DATABASE_URL, or the running embedded one.
 * @throws {DomainError} unavailable where there is none
 */
export function databaseUrlOf(env: Pick<Env, 'database' | 'dataDir'>): string {
  const url = env.database.url ?? runningUrl(env);
  if (url) return url;
  throw unavailable(
    `No PostgreSQL runs on ${env.dataDir}/postgres. Start the service, or set DATABASE_URL to the database it uses.`,
  );
}

/** The same for a command that can do without the service: it starts the embedded server for as long as it works. */
export async function withDatabase<T>(
  env: Pick<Env, 'database' | 'dataDir'>,
  log: Log,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const url = env.database.url ?? runningUrl(env);
  // A server that was killed leaves behind what says that it runs.
  if (url && (env.database.url || (await answers(url)))) return work(url);
  await makeDataDirPrivate(env.dataDir, { lends: true });
  const server = await startEmbeddedPostgres({
    ...embeddedDatabase(env),
    port: 0,
    log: { debug() {}, info() {}, warn: (message) => log.warn(message) },
  });
  return work(server.url).finally(server.stop);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
