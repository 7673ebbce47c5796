import { runningPostgresUrl } from './platform/embedded-postgres.js';
import type { Env } from './platform/env.js';
import { unavailable } from './platform/errors.js';

/**
 * The database that a command beside the service works on: the one of DATABASE_URL, or the running embedded one.
 * @throws {DomainError} unavailable where there is none
 */
export function databaseUrlOf({ database, dataDir }: Pick<Env, 'database' | 'dataDir'>): string {
  const url = database.url ?? runningPostgresUrl(`${dataDir}/postgres`, 'bidwright');
  if (url) return url;
  throw unavailable(
    `No PostgreSQL runs on ${dataDir}/postgres. Start the service, or set DATABASE_URL to the database it uses.`,
  );
}
