import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { conflict, invalidInput } from '../errors.js';
import { makePrivate, makePrivateFolder, PRIVATE_FILE } from '../files/private-files.js';
import { applyMigrations } from './migrations.js';

// A backup is a folder: manifest.json, a table a file under tables/, and files/ as the data directory has them. Tables are
// in the text format of COPY, which any version of PostgreSQL reads, and say nothing of roles.

const manifestFormat = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0), sha256: z.string() }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  files: z.array(z.object({ key: z.string(), sizeBytes: z.int().min(0), sha256: z.string() })),
  /** Named by the database, and not there when their turn came. */
  missing: z.array(z.string()),
});

export type BackupManifest = z.infer<typeof manifestFormat>;

const MANIFEST = 'manifest.json';
/** Made by the migrations of the target. */
const NOT_COPIED = ['_prisma_migrations'];
/** Made anew from `passage_embedding` when the service starts on a server that has pgvector. */
const DERIVED = ['passage_halfvec'];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const columnList = (columns: readonly string[]) => columns.map(quoted).join(', ');

/**
 * Writes a backup while the service may be at work: the database as of one moment, and the files it then names. One that
 * is not there although it is named is listed as missing.
 * @param filesDir the folder of uploaded files and responses
 * @throws {DomainError} conflict where `dir` holds something
 */
export async function takeBackup(
  databaseUrl: string,
  filesDir: string,
  dir: string,
): Promise<BackupManifest> {
  await requireEmptyFolder(dir);
  await makePrivateFolder(join(dir, 'tables'));
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bidwright backup' });
  await client.connect();
  try {
    const { files, missing } = await filesOfMoment(client, filesDir, join(dir, 'files'));
    const rows = async <T extends pg.QueryResultRow>(sql: string) => (await client.query<T>(sql)).rows;
    const migrations = await rows<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
    );
    const tables: BackupManifest['tables'] = [];
    for (const { name, columns } of await rows<{ name: string; columns: string[] }>(TABLES))
      tables.push({ name, columns, ...(await dumpTable(client, dir, name, columns)) });
    const sequences: BackupManifest['sequences'] = [];
    for (const { name } of await rows<{ name: string }>(SEQUENCES)) {
      const [state] = await rows<{ last_value: string; is_called: boolean }>(
        `SELECT last_value, is_called FROM ${quoted(name)}`,
      );
      sequences.push({ name, value: state!.last_value, isCalled: state!.is_called });
    }
    const [{ now } = { now: new Date() }] = await rows<{ now: Date }>('SELECT now()');
    const manifest: BackupManifest = {
      ...{ format: 1, takenAt: now.toISOString(), migrations: migrations.map(({ name }) => name) },
      ...{ tables, sequences, files, missing },
    };
    // Last: a folder without it is no backup.
    await writeFile(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: PRIVATE_FILE,
    });
    return manifest;
  } finally {
    await client.end();
  }
}

/** Tables of ours with the columns that are not computed. */
const TABLES = `
SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
  AND c.relname <> ALL ('{${[...NOT_COPIED, ...DERIVED].join(',')}}')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relname ORDER BY c.relname`;

const SEQUENCES = `SELECT relname AS name FROM pg_class
WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace ORDER BY relname`;

const FILES = 'SELECT storage_key AS key FROM stored_file UNION SELECT storage_key FROM output ORDER BY 1';

async function dumpTable(
  client: pg.Client,
  dir: string,
  name: string,
  columns: string[],
): Promise<{ rows: number; sha256: string }> {
  const copy = client.query(copyTo(`COPY ${quoted(name)} (${columnList(columns)}) TO STDOUT`));
  const hash = createHash('sha256');
  await pipeline(
    copy,
    hashing(hash),
    createGzip({ level: 1 }),
    createWriteStream(tableFile(dir, name), { mode: PRIVATE_FILE }),
  );
  return { rows: copy.rowCount ?? 0, sha256: hash.digest('hex') };
}

const tableFile = (dir: string, name: string) => join(dir, 'tables', `${name}.copy.gz`);

const hashing = (hash: ReturnType<typeof createHash>) =>
  async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  };

const MOMENTS = 20;

/**
 * Begins the transaction whose moment is that of the backup, with all files it names already copied. A file never
 * changes, but one that a newer takes the place of is removed at once: so most are copied before, what came since within
 * the moment, and where one was gone by then, another moment is tried.
 */
async function filesOfMoment(client: pg.Client, from: string, to: string) {
  const copied = new Map<string, { sizeBytes: number; sha256: string }>();
  const keysNow = async () => (await client.query<{ key: string }>(FILES)).rows.map(({ key }) => key);
  const copyMissing = async (keys: string[]) => {
    for (const key of keys) {
      if (copied.has(key)) continue;
      const copy = await copyFile(inside(from, key), inside(to, key)).catch(orNull);
      if (copy) copied.set(key, copy);
    }
  };
  await copyMissing(await keysNow());
  for (let moment = 1; ; moment++) {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const keys = await keysNow();
    await copyMissing(keys);
    const missing = keys.filter((key) => !copied.has(key));
    if (missing.length && moment < MOMENTS) {
      await client.query('ROLLBACK');
      continue;
    }
    const named = new Set(keys);
    for (const key of copied.keys()) if (!named.has(key)) await rm(inside(to, key));
    const files = keys.flatMap((key) => (copied.has(key) ? { key, ...copied.get(key)! } : []));
    return { files, missing };
  }
}

const orNull = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error;
  return null;
};

async function copyFile(from: string, to: string): Promise<{ sizeBytes: number; sha256: string }> {
  const { size } = await stat(from);
  await makePrivateFolder(dirname(to));
  const hash = createHash('sha256');
  await pipeline(createReadStream(from), hashing(hash), createWriteStream(to, { mode: PRIVATE_FILE }));
  return { sizeBytes: size, sha256: hash.digest('hex') };
}

/** A key of a manifest that somebody edited must not lead out of the folder. */
function inside(dir: string, key: string): string {
  const path = resolve(dir, key);
  if (!path.startsWith(resolve(dir) + sep)) throw invalidInput(`The file ${key} leaves its folder.`, []);
  return path;
}

/**
 * Puts a backup into an empty database and an empty folder. All of the database comes at once, or nothing of it.
 * @param migrationsDir the migrations of this code, which bring an older backup up to date
 * @param overwrite whether what the target holds is deleted first
 * @throws {DomainError} invalid-input for a folder that is no whole backup, conflict where the target holds something
 */
export async function restoreBackup(
  dir: string,
  target: { databaseUrl: string; filesDir: string; migrationsDir: string; overwrite?: boolean },
): Promise<BackupManifest> {
  const manifest = await readManifest(dir);
  await checkBackup(dir, manifest);
  const { databaseUrl, filesDir, overwrite = false } = target;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bidwright restore' });
  await client.connect();
  try {
    await emptyTarget(client, filesDir, overwrite);
    await migrateTo(manifest.migrations, databaseUrl, target.migrationsDir);
    await cp(join(dir, 'files'), filesDir, { recursive: true, force: true }).catch((error) => {
      if (error.code !== 'ENOENT' || manifest.files.length) throw error;
    });
    await makePrivate(filesDir);
    await client.query('BEGIN');
    await load(client, dir, manifest);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  await applyMigrations(databaseUrl, target.migrationsDir);
  return manifest;
}

async function readManifest(dir: string): Promise<BackupManifest> {
  try {
    return manifestFormat.parse(JSON.parse(await readFile(join(dir, MANIFEST), 'utf8')));
  } catch (cause) {
    throw invalidInput(
      `${dir} holds no whole backup: ${MANIFEST} is missing or cannot be read (${(cause as Error).message.slice(0, 200)}).`,
      [],
    );
  }
}

/** Before anything is touched. */
async function checkBackup(dir: string, { tables, files }: BackupManifest): Promise<void> {
  const digest = async (path: string, gzipped: boolean) => {
    const hash = createHash('sha256');
    const source = createReadStream(path);
    if (gzipped) await pipeline(source, createGunzip(), hash);
    else await pipeline(source, hash);
    return hash.digest('hex');
  };
  const check = async (what: string, path: string, sha256: string, gzipped: boolean) => {
    const found = await digest(path, gzipped).catch((error: Error) => error.message);
    if (found !== sha256) throw invalidInput(`The backup is damaged: ${what} is not as it was written.`, []);
  };
  for (const { name, sha256 } of tables) await check(`table ${name}`, tableFile(dir, name), sha256, true);
  for (const { key, sha256 } of files)
    await check(`file ${key}`, inside(join(dir, 'files'), key), sha256, false);
}

async function emptyTarget(client: pg.Client, filesDir: string, overwrite: boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
  );
  const files = await readdir(filesDir).catch(() => []);
  if (!overwrite && (rows.length || files.length))
    throw conflict(
      `The target holds ${rows.length ? `a database with ${rows.length} tables` : `files in ${filesDir}`}. Restore into an ` +
        'empty one, or say --overwrite to delete what is there.',
    );
  if (!overwrite) return;
  const { rows: others } = await client.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'bidwright%'
     AND pid <> pg_backend_pid()`,
  );
  if (others.length) throw conflict('The service still runs on this database. Stop it first.');
  const { rows: schemas } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  const schema = quoted(schemas[0]!.name);
  await client.query(`DROP SCHEMA ${schema} CASCADE; CREATE SCHEMA ${schema}`);
  await rm(filesDir, { recursive: true, force: true });
}

/** Makes the tables as they were at the time of the backup: by its own migrations, not by those that came later. */
async function migrateTo(names: string[], databaseUrl: string, migrationsDir: string): Promise<void> {
  const known = await readdir(migrationsDir);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown)
    throw conflict(
      `The backup is newer than this version of Bidwright: it has the migration ${unknown}. Restore it with the version ` +
        'that wrote it, or a later one.',
    );
  await applyMigrations(databaseUrl, migrationsDir, undefined, new Set(names));
}

/** Rows as they were: no trigger acts on them, and references are checked at the end, all at once. */
async function load(client: pg.Client, dir: string, { tables, sequences }: BackupManifest): Promise<void> {
  const { rows: keys } = await client.query<{ owner: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
  );
  for (const { owner, name } of keys) await client.query(`ALTER TABLE ${owner} DROP CONSTRAINT ${name}`);
  for (const { name, columns, rows } of tables) {
    await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    await client.query(`DELETE FROM ${quoted(name)}`);
    const copy = client.query(copyFrom(`COPY ${quoted(name)} (${columnList(columns)}) FROM STDIN`));
    await pipeline(createReadStream(tableFile(dir, name)), createGunzip(), copy);
    if (copy.rowCount !== rows) throw new Error(`${copy.rowCount} of ${rows} rows of ${name} were restored`);
    await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  }
  for (const { name, value, isCalled } of sequences)
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), value, isCalled]);
  for (const { owner, name, definition } of keys)
    await client.query(`ALTER TABLE ${owner} ADD CONSTRAINT ${name} ${definition}`);
}

async function requireEmptyFolder(dir: string): Promise<void> {
  const entries = await readdir(dir).catch(() => []);
  if (entries.length) throw conflict(`${dir} holds something already. Name a folder that is empty or new.`);
}
