import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the service notes the servers that it runs, in its data directory. */
export const SERVER_FILES = {
  postgres: 'postgres/server.json',
  temporal: 'temporal.db.server.json',
} as const;

/** The process id of an embedded server. */
export const serverPid = (dataDir: string, file: string): number =>
  (JSON.parse(readFileSync(join(dataDir, file), 'utf8')) as { pid: number }).pid;

/** The connection string of the embedded PostgreSQL of a data directory. */
export function embeddedDatabaseUrl(dataDir: string, port: string): string {
  const password = readFileSync(join(dataDir, 'postgres/data/bidwright-password'), 'utf8');
  return `postgresql://postgres:${password}@127.0.0.1:${port}/bidwright`;
}
