import { databaseUrlOf } from '../database-url.js';
import { rewrapSecondFactors } from '../identity/index.js';
import { loadEnvFile } from '../load-env-file.js';
import { rewrapCredentials } from '../models/index.js';
import { openDatabase } from '../platform/database/db.js';
import { sqlOver } from '../platform/database/sql.js';
import { createLog } from '../platform/observability/log.js';
import { masterKeysOf, newMasterKey } from '../platform/secrets/master-key.js';
import { createVault, type SealContext } from '../platform/secrets/vault.js';
import { parseEnv } from '../platform/settings/env.js';
import { exitWithMessage } from '../stop-on-signal.js';

// npm run keys:rotate           wraps all secrets under the first master key, while the service runs
// npm run keys:rotate -- --new  prints a new master key

async function main(): Promise<void> {
  if (process.argv.includes('--new')) {
    console.log(newMasterKey());
    return;
  }
  loadEnvFile();
  const env = parseEnv(process.env);
  const ring = await masterKeysOf(env);
  const vault = createVault(ring);
  const database = openDatabase(databaseUrlOf(env), 2, createLog(env.logLevel));
  try {
    const app = { sql: sqlOver(database.pool), vault };
    const parts = [await rewrapCredentials(app), await rewrapSecondFactors(app)];
    const sum = (of: 'rewrapped' | 'already') => parts.reduce((total, part) => total + part[of], 0);
    const [rewrapped, already] = [sum('rewrapped'), sum('already')];
    const failed = parts.flatMap((part) => part.failed);
    console.log(
      `Under the master key "${vault.sealsWith}": ${rewrapped} wrapped anew, ${already} before, ${failed.length} failed.`,
    );
    for (const { context, message } of failed) console.log(`${placeOf(context)}: ${message}`);
    if (failed.length > 0) process.exitCode = 1;
    else if (ring.length > 1)
      console.log(
        `No secret in the database needs ${ring
          .slice(1)
          .map(({ id }) => `"${id}"`)
          .join(', ')} any more. Encrypted Temporal histories may: docs/operations.md.`,
      );
  } finally {
    await database.close();
  }
}

const placeOf = ({ table, id, organizationId }: SealContext) =>
  `${table} ${id}${organizationId && ` (organization ${organizationId})`}`;

main().catch(exitWithMessage);
