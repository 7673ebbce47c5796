import { parseArgs } from 'node:util';
import { databaseUrlOf } from '../database-url.js';
import { resetTwoFactorOf } from '../identity/index.js';
import { loadEnvFile } from '../load-env-file.js';
import { openDatabase } from '../platform/database/db.js';
import { sqlOver } from '../platform/database/sql.js';
import { invalidInput } from '../platform/errors.js';
import { createLog } from '../platform/observability/log.js';
import { parseEnv } from '../platform/settings/env.js';
import { exitWithMessage } from '../stop-on-signal.js';

// npm run two-factor:reset -- ada@example.com   for somebody who lost the app and all backup codes, while the service runs

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [email] = positionals;
  if (!email || positionals.length > 1)
    throw invalidInput('Give the address of one account: npm run two-factor:reset -- ada@example.com', []);
  loadEnvFile();
  const env = parseEnv(process.env);
  const log = createLog(env.logLevel);
  const { db, pool, close } = openDatabase(databaseUrlOf(env), 2, log);
  try {
    const clock = () => new Date();
    await resetTwoFactorOf({ db, sql: sqlOver(pool), env, clock }, email);
    console.log(`Two-factor sign-in of ${email} is off, and its sessions have ended.`);
  } finally {
    await close();
  }
}

main().catch(exitWithMessage);
