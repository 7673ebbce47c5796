import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pendingChanges } from '../../scripts/lib/schema-engine.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { temporaryFolder } from '../support/folder.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const said: string[] = [];
const log = { debug() {}, info: (message: string) => said.push(message), warn() {} };
const folder = temporaryFolder();
let server: EmbeddedPostgres;

beforeAll(async () => {
  const dataDir = path.join(folder.path, 'postgres');
  server = await startEmbeddedPostgres({ dataDir, port: 0, database: 'app', durable: false, log });
});

afterAll(async () => {
  await server.stop();
  folder[Symbol.dispose]();
});

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query<T>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomUUID()}`;
  await ask(server.url, `CREATE DATABASE "${name}"`);
  return server.url.replace(/[^/]+$/, name);
}

function write(migrations: Record<string, string>): string {
  const dir = fs.mkdtempSync(path.join(folder.path, 'migrations-'));
  for (const [name, sql] of Object.entries(migrations)) {
    fs.mkdirSync(path.join(dir, name));
    fs.writeFileSync(path.join(dir, name, 'migration.sql'), sql);
  }
  fs.writeFileSync(path.join(dir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  return dir;
}

const first = { '1_first': 'CREATE TABLE a (x int); INSERT INTO a VALUES (1);' };
const second = {
  '2_second':
    "DO $$ BEGIN UPDATE a SET x = x + 1; PERFORM 1; END $$; ALTER TABLE a ADD y text DEFAULT 'a;b';",
};

test('what is pending is applied once, in the order of the names', async () => {
  const url = await emptyDatabase();
  expect(await applyMigrations(url, write(first), log)).toEqual(['1_first']);
  expect(await applyMigrations(url, write({ ...second, ...first }), log)).toEqual(['2_second']);
  expect(await applyMigrations(url, write({ ...first, ...second }), log)).toEqual([]);
  expect(await ask(url, 'SELECT * FROM a')).toEqual([{ x: 2, y: 'a;b' }]);
});

test('a failed migration leaves nothing behind, and can be corrected and applied', async () => {
  const url = await emptyDatabase();
  const broken = { '2_broken': 'CREATE TABLE b (x int); SELECT nonsense;' };
  await expect(applyMigrations(url, write({ ...first, ...broken }), log)).rejects.toThrow(
    'Migration 2_broken failed: column "nonsense" does not exist. Nothing of it was kept.',
  );
  expect(await applyMigrations(url, write({ ...first, '2_broken': 'CREATE TABLE b (x int);' }), log)).toEqual(
    ['2_broken'],
  );
});

test('a migration that was edited after it was applied is an error', async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, write(first), log);
  await expect(applyMigrations(url, write({ '1_first': 'CREATE TABLE a (x bigint)' }), log)).rejects.toThrow(
    'Migration 1_first was edited after it was applied',
  );
});

test('other line endings are no edit', async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, write({ '1_first': 'CREATE TABLE a (x int);\nSELECT 1;\n' }), log);
  expect(
    await applyMigrations(url, write({ '1_first': 'CREATE TABLE a (x int);\r\nSELECT 1;\r\n' }), log),
  ).toEqual([]);
});

test('a database that is newer than the code is refused', async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, write({ ...first, ...second }), log);
  await expect(applyMigrations(url, write(first), log)).rejects.toThrow(
    'The database is newer than this version of Bidwright: it has the migration 2_second',
  );
});

test('processes that start together apply everything once', async () => {
  const url = await emptyDatabase();
  const slow = { '1_slow': 'CREATE TABLE a (x int); SELECT pg_sleep(0.2);' };
  const dir = write({ ...slow, ...second });
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, dir, log)));
  expect(applied.flat().sort()).toEqual(['1_slow', '2_second']);
});

test('a process that has to wait for another says so', async () => {
  const url = await emptyDatabase();
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(72707369)');
  const waiting = 'Another process is migrating the database; waiting for it to finish';
  said.length = 0;
  const migrated = applyMigrations(url, write(first), log);
  await vi.waitUntil(() => said.includes(waiting));
  await holder.end();
  expect(await migrated).toEqual(['1_first']);
});

test('an index can be built concurrently; when that fails, the next start says what to repair', async () => {
  const url = await emptyDatabase();
  const index = (column: string) => ({ '2_index': `CREATE INDEX CONCURRENTLY i ON a (${column});` });
  await applyMigrations(url, write(first), log);
  await expect(applyMigrations(url, write({ ...first, ...index('z') }), log)).rejects.toThrow(
    '2_index failed',
  );
  await expect(applyMigrations(url, write({ ...first, ...index('x') }), log)).rejects.toThrow(
    'Migration 2_index was begun earlier and did not finish.',
  );
  await ask(url, "DELETE FROM _prisma_migrations WHERE migration_name = '2_index'");
  expect(await applyMigrations(url, write({ ...first, ...index('x') }), log)).toEqual(['2_index']);
});

test('a database that cannot be reached is named, without its password', async () => {
  await expect(
    applyMigrations('postgresql://u:secret@127.0.0.1:1/app', write(first), log),
  ).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/^The database app on 127\.0\.0\.1:1 cannot be used: (?!.*secret)/),
  });
});

test('drift between migrations and schema files is found, function bodies included', async () => {
  const schema = fs.mkdtempSync(path.join(folder.path, 'schema-'));
  fs.writeFileSync(path.join(schema, 'base.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  fs.writeFileSync(path.join(schema, 'a.prisma'), 'model a {\n  x Int @id\n}\n');
  const body = 'CREATE FUNCTION one() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;';
  const agreeing = write({ '1_first': `CREATE TABLE a (x int CONSTRAINT a_pkey PRIMARY KEY); ${body}` });
  expect(await pendingChanges(server.url, schema, agreeing)).toBeNull();
  fs.writeFileSync(path.join(schema, 'a.prisma'), 'model a {\n  x Int @id\n  y String?\n}\n');
  expect(await pendingChanges(server.url, schema, agreeing)).toContain(
    'ALTER TABLE "a" ADD COLUMN     "y" TEXT',
  );
});
