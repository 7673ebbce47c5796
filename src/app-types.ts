import type { Db } from './platform/database/db.js';
import type { Sql } from './platform/database/sql.js';
import type { Durable } from './platform/durable.js';
import type { Wakeups } from './platform/events/wakeups.js';
import type { Storage } from './platform/files/storage.js';
import type { VirusScanner } from './platform/files/virus-scan.js';
import type { Log } from './platform/observability/log.js';
import type { Vault } from './platform/secrets/vault.js';
import type { Env } from './platform/settings/env.js';

/**
 * What use cases work with; put together once a process, in `app.ts`. Here is what the ground floor brings; each domain adds
 * its own with `declare module`, so that this file imports nothing from above.
 */
export interface App {
  env: Env;
  log: Log;
  clock: () => Date;
  db: Db;
  sql: Sql;
  storage: Storage;
  /** Null where the operator has named none. */
  virusScanner: VirusScanner | null;
  /** Encrypts secrets that are kept in the database. */
  vault: Vault;
  durable: Durable;
  wakeups: Wakeups;
}
