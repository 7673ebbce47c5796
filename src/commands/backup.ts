import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withDatabase } from '../database-url.js';
import { loadEnvFile } from '../load-env-file.js';
import { migrationsDir } from '../migrations-dir.js';
import { restoreBackup, takeBackup } from '../platform/database/backup.js';
import { invalidInput } from '../platform/errors.js';
import { createLog } from '../platform/observability/log.js';
import { type Env, parseEnv } from '../platform/settings/env.js';
import { exitWithMessage } from '../stop-on-signal.js';

// npm run backup -- DIR                 writes database and files to a new folder, while the service runs
// npm run restore -- DIR [--overwrite]  puts them into an empty database and an empty data directory
// Both start the embedded server where DATABASE_URL is not set and the service does not run.

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { overwrite: { type: 'boolean', default: false } },
  });
  const [work, given] = positionals;
  if ((work !== 'backup' && work !== 'restore') || !given || positionals.length > 2)
    throw invalidInput('Name one folder: npm run backup -- DIR, npm run restore -- DIR [--overwrite].', []);
  loadEnvFile();
  const env = parseEnv(process.env);
  const filesDir = `${env.dataDir}/files`;
  const dir = resolve(given);
  const { overwrite } = values;
  const { tables, files, missing, takenAt } = await withDatabase(env, createLog('warn'), (databaseUrl) =>
    work === 'backup'
      ? takeBackup(databaseUrl, filesDir, dir)
      : restoreBackup(dir, { databaseUrl, filesDir, migrationsDir, overwrite }),
  );
  if (work === 'restore' && overwrite) await forgetRuns(env);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${dir}, as of ${takenAt}: ${tables.length} tables with ${rows} rows, ${files.length} files.`);
  for (const key of missing) console.log(`Not there when it was to be copied: ${key}`);
  console.log(
    work === 'backup'
      ? 'The master keys are not in it: keep BIDWRIGHT_MASTER_KEYS, or master.key of the data directory, somewhere else.'
      : 'Keys of providers open with the master keys of then: see that they are there before you start the service.',
  );
}

/** What the embedded Temporal server knows of runs is of the time after the backup; the sweep starts them again. */
async function forgetRuns({ temporal, dataDir }: Env): Promise<void> {
  if (temporal.address) return;
  for (const name of await readdir(dataDir))
    if (/^temporal\.db(-wal|-shm|-journal)?$/.test(name)) await rm(join(dataDir, name));
}

main().catch(exitWithMessage);
