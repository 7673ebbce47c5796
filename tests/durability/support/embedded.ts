import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { processIdentity } from '../../../src/platform/processes/process-lock.mjs';

/** Where the service notes the servers that it runs, in its data directory. */
export const SERVER_FILES = {
  postgres: 'postgres/server.json',
  temporal: 'temporal.db.server.json',
} as const;

const RETRY_MS = 25;

/** The process id of an embedded server; waits for it where it is being started again. */
export async function serverPid(dataDir: string, server: keyof typeof SERVER_FILES): Promise<number> {
  for (;;) {
    const text = await readFile(join(dataDir, SERVER_FILES[server]), 'utf8').catch(() => null);
    if (text !== null) {
      const { pid, identity } = JSON.parse(text) as { pid: number; identity: string };
      if (processIdentity(pid) === identity) return pid;
    }
    await wait(RETRY_MS);
  }
}

/** The connection string of the embedded PostgreSQL of a data directory. */
export function embeddedDatabaseUrl(dataDir: string, port: string): string {
  const password = readFileSync(join(dataDir, 'postgres/data/bidwright-password'), 'utf8');
  return `postgresql://postgres:${password}@127.0.0.1:${port}/bidwright`;
}
