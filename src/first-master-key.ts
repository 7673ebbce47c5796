import { join } from 'node:path';
import { SECOND_FACTORS } from './identity/index.js';
import { CREDENTIAL_KEYS } from './models/index.js';
import { openDatabase } from './platform/database/db.js';
import { asSystem } from './platform/database/scope.js';
import { sqlOver } from './platform/database/sql.js';
import { unavailable } from './platform/errors.js';
import type { Log } from './platform/observability/log.js';
import { MASTER_KEY_FILE, type MasterKey, masterKeysOf } from './platform/secrets/master-key.js';
import { countSealed } from './platform/secrets/rewrap.js';
import type { Env } from './platform/settings/env.js';

/**
 * Makes the master key of a service that has none yet.
 * @param databaseUrl of a database whose migrations have been applied
 * @throws {DomainError} unavailable where there was one: what is encrypted under it would be lost without a word
 */
export async function firstMasterKey(env: Env, databaseUrl: string, log: Log): Promise<MasterKey[]> {
  const { rowSecurity } = env.database;
  const database = openDatabase(databaseUrl, 1, log, { rowSecurity });
  try {
    const sql = sqlOver(database.pool);
    const sealed = await asSystem('master-key', () => countSealed(sql, [CREDENTIAL_KEYS, SECOND_FACTORS]));
    if (sealed > 0) throw keyIsGone(join(env.dataDir, MASTER_KEY_FILE), sealed);
  } finally {
    await database.close();
  }
  return masterKeysOf(env, { create: true });
}

const keyIsGone = (file: string, sealed: number) =>
  unavailable(
    `The master key is gone: there is no ${file}, and ${sealed === 1 ? 'one secret in the database is' : `${sealed} secrets in the database are`} ` +
      'encrypted under it (API keys of providers, second factors). Put the file back from where you keep it, or set ' +
      'BIDWRIGHT_MASTER_KEYS. Only where it is lost for good, make another one, under which they cannot be read:\n' +
      `  (umask 077; npm run -s keys:rotate -- --new > ${file})\n` +
      'Then enter the API keys anew, and take the second factors away with npm run two-factor:reset.',
  );
