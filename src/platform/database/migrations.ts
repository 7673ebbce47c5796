import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { conflict, unavailable } from '../errors.js';
import type { ServiceLog } from '../processes/guarded-process.js';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

// The table and the lock are those of Prisma's own tools, so that both agree on what has been done.
const LOCK = 72707369;
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/**
 * Brings the database at `url` to the state of the migrations in `dir` (one folder each, holding
 * `migration.sql`), in the order of their names. Each runs in one transaction together with its record; one
 * that builds an index concurrently cannot, and must consist of that statement alone. Only one process works
 * at a time; others wait.
 * @param only the names of those to apply; left out, all
 * @returns the names of those that were applied now
 * @throws DomainError when the database cannot be reached, or a migration fails, was edited after it was applied,
 * or is unknown to this code
 */
export async function applyMigrations(
  url: string,
  dir: string,
  log?: ServiceLog,
  only?: ReadonlySet<string>,
): Promise<string[]> {
  const migrations = readMigrations(dir).filter(({ name }) => !only || only.has(name));
  const client = new pg.Client({ connectionString: url });
  // Without a listener a connection that breaks would end the process; the query in flight rejects anyway.
  client.on('error', () => {});
  await client.connect().catch((error: Error) => {
    throw unavailable(
      `The database ${client.database} on ${client.host}:${client.port} cannot be used: ${error.message}. ` +
        'Check that it runs, and DATABASE_URL.',
      error,
    );
  });
  try {
    await lock(client, log);
    await client.query(TABLE);
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) {
      await (needsNoTransaction(migration) ? applyAlone : applyInTransaction)(client, migration);
      log?.info(`Applied migration ${migration.name}`);
    }
    return pending.map(({ name }) => name);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

function readMigrations(dir: string): Migration[] {
  return fs
    .readdirSync(dir)
    .sort()
    .filter((name) => fs.existsSync(path.join(dir, name, 'migration.sql')))
    .map((name) => {
      const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8').replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Which of `migrations` remain to be applied.
 * @throws DomainError when what was applied is not the beginning of what this code knows
 */
function pendingMigrations(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw conflict(
        `The database is newer than this version of Bidwright: it has the migration ${name}, which is unknown ` +
          'here. Start the version that made it, or a later one.',
      );
    }
    if (!finished_at) {
      throw conflict(
        `Migration ${name} was begun earlier and did not finish. Undo its traces in the database by hand, delete ` +
          'its row from _prisma_migrations, and start again.',
      );
    }
    if (checksum !== migration.checksum) {
      throw conflict(
        `Migration ${name} was edited after it was applied to this database. Restore the file, and make the ` +
          'change in a new migration.',
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function lock(client: pg.Client, log?: ServiceLog): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK]);
  if (rows[0]?.taken) return;
  log?.info('Another process is migrating the database; waiting for it to finish');
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

const needsNoTransaction = ({ sql }: Migration) => /\bCONCURRENTLY\b/i.test(sql.replace(/--.*$/gm, ''));

async function applyInTransaction(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    // When the connection itself broke, the server rolls back by itself.
    await client.query('ROLLBACK').catch(() => {});
    throw failed(name, error, 'Nothing of it was kept. Correct its cause and start again.');
  }
}

async function applyAlone(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (error) {
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)]);
    throw failed(
      name,
      error,
      'Undo its traces by hand, delete its row from _prisma_migrations, and start again.',
    );
  }
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
    [id],
  );
}

const failed = (name: string, error: unknown, advice: string) =>
  unavailable(
    `Migration ${name} failed: ${error instanceof Error ? error.message : error}. ${advice}`,
    error,
  );
