// Works on database migrations while developing; the service applies them by itself when it starts.
//
//   npx tsx scripts/migrate.ts create <name>   write the migration that leads to prisma/schema
//   npx tsx scripts/migrate.ts drift           exit with 2 when migrations and prisma/schema differ
//   npx tsx scripts/migrate.ts status          what has been applied to the database at DATABASE_URL
//
// The first two use the server at DATABASE_URL for scratch databases, or start a PostgreSQL of their own.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { MIGRATIONS, migrationNames, pendingChanges } from './lib/schema-engine.js';

const usage = 'Usage: migrate.ts create <name> | drift | status';

async function main(): Promise<number> {
  const [command, name] = parseArgs({ allowPositionals: true }).positionals;
  if (command === 'create' && name) return create(name);
  if (command === 'drift') return drift();
  if (command === 'status') return status();
  console.error(usage);
  return 1;
}

async function create(name: string): Promise<number> {
  const sql = await withServer((url) => pendingChanges(url));
  if (sql === null) {
    console.log('The migrations lead to prisma/schema already; nothing to create.');
    return 0;
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(MIGRATIONS, `${time}_${name.replace(/\W+/g, '_')}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'migration.sql'), sql);
  console.log(`Created ${folder}/migration.sql. Read it: renamed columns appear as dropped and added.`);
  return 0;
}

async function drift(): Promise<number> {
  const sql = await withServer((url) => pendingChanges(url));
  if (sql === null) {
    console.log('Migrations and prisma/schema agree.');
    return 0;
  }
  console.error(`prisma/schema has changes that no migration makes; create one. Missing:\n\n${sql}`);
  return 2;
}

async function status(): Promise<number> {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error('Set DATABASE_URL to the database whose status you want.');
    return 1;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const known = new Set(migrationNames());
    const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
    const { rows } = tables[0]?.found
      ? await client.query<{ migration_name: string; finished_at: Date | null }>(
          'SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
        )
      : { rows: [] };
    const applied = new Map(rows.map((row) => [row.migration_name, row.finished_at]));
    for (const name of [...new Set([...known, ...applied.keys()])].sort()) {
      const at = applied.get(name);
      const state = at === undefined ? 'pending' : at ? `applied ${at.toISOString()}` : 'NOT FINISHED';
      console.log(`${name}  ${state}${known.has(name) ? '' : '  unknown to this code'}`);
    }
    return 0;
  } finally {
    await client.end();
  }
}

async function withServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bidwright-migrate-'));
  fs.chmodSync(folder, 0o755);
  const log = { debug() {}, info() {}, warn: console.warn };
  const dataDir = path.join(folder, 'postgres');
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      port: 0,
      database: 'scratch',
      durable: false,
      log,
    });
    return await work(server.url).finally(server.stop);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

process.chdir(path.join(import.meta.dirname, '..'));
process.exitCode = await main();
