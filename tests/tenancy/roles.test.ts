import { join, resolve } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/db.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { checkRowSecurity } from '../../src/platform/database/row-security.js';
import { inOrganization } from '../../src/platform/database/scope.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { temporaryFolder } from '../support/folder.js';
import { fillTables, loginRole, ownerOf } from './rows.js';

const MIGRATIONS = resolve('prisma/migrations');
const quiet = { debug() {}, info() {}, warn() {} };

/** A server of its own: roles belong to all databases of one. */
async function server() {
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder.path, 'postgres'),
    port: 0,
    database: 'first',
    log: quiet,
    durable: false,
  });
  const admin = await ownerOf(postgres.url);
  return {
    admin,
    async database(owner: string, schema?: string): Promise<string> {
      const name = `test_${newId().replaceAll('-', '')}`;
      await admin.query(`CREATE DATABASE ${name} OWNER ${owner}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      if (!schema) return url.href;
      await using there = await ownerOf(url.href);
      await there.query(`CREATE SCHEMA ${schema} AUTHORIZATION ${owner}`);
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      await admin[Symbol.asyncDispose]();
      await postgres.stop();
      folder[Symbol.dispose]();
    },
  };
}

test('the roles are made by the first migration, also where several databases are migrated at once', async () => {
  await using it = await server();
  const urls: string[] = [];
  for (let i = 0; i < 4; i++) urls.push(await it.database('postgres'));
  const applied = await Promise.all(urls.map((url) => applyMigrations(url, MIGRATIONS)));
  for (const names of applied) expect(names.at(-1)).toBe(applied[0]!.at(-1));
  for (const url of urls) await checkRowSecurity(url);
  const { rows } = await it.admin.query(
    "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'bidwright%' ORDER BY 1",
  );
  const none = { rolcanlogin: false, rolsuper: false, rolbypassrls: false };
  expect(rows).toEqual([
    { rolname: 'bidwright_app', ...none },
    { rolname: 'bidwright_system', ...none },
  ]);

  // What would make policies void is found at the start.
  await it.admin.query('ALTER ROLE bidwright_app BYPASSRLS');
  await expect(checkRowSecurity(urls[0]!)).rejects.toThrow(
    'ALTER ROLE bidwright_app NOSUPERUSER NOBYPASSRLS',
  );
  await it.admin.query('ALTER ROLE bidwright_app NOBYPASSRLS');
  await using owner = await ownerOf(urls[0]!);
  await owner.query('ALTER TABLE answer DISABLE ROW LEVEL SECURITY');
  await expect(checkRowSecurity(urls[0]!)).rejects.toThrow('no row-level security: answer.');
  await owner.query(
    'ALTER TABLE answer ENABLE ROW LEVEL SECURITY; ALTER TABLE answer OWNER TO bidwright_system',
  );
  await expect(checkRowSecurity(urls[0]!)).rejects.toThrow('bidwright_system owns answer');
});

test('who may make roles makes them, and acts in them without being an administrator', async () => {
  await using it = await server();
  const user = await loginRole(it.admin, 'CREATEROLE');
  // Its tables lie in a schema of its own name, which the search path names by "$user".
  const url = user.at(await it.database(user.name, user.name));
  await applyMigrations(url, MIGRATIONS);
  await checkRowSecurity(url);
  await using admin = await ownerOf(
    Object.assign(new URL(url), { username: 'postgres', password: it.admin.password }).href,
  );
  await admin.query(`SET search_path = ${user.name}, public`);
  const { ours } = await fillTables(admin, user.name);
  const { pool, close } = openDatabase(url, 1, createLog('silent', false), { rowSecurity: true });
  const { rows } = await inOrganization(ours, () =>
    pool.query('SELECT organization_id AS whose FROM workflow'),
  );
  expect(rows).toEqual([{ whose: ours }]);
  await close();
});

test('who may not make roles is told what an administrator has to run, and needs no more than that', async () => {
  await using it = await server();
  const user = await loginRole(it.admin);
  const url = user.at(await it.database(user.name));
  const refused: Error = await applyMigrations(url, MIGRATIONS).then(
    () => new Error('it was not refused'),
    (error: Error) => error,
  );
  const [, advice] = /in any database: (.*;)\. /.exec(refused.message) ?? [];
  expect(advice, refused.message).toContain(`GRANT bidwright_app, bidwright_system TO ${user.name};`);
  await it.admin.query(advice!);
  await applyMigrations(url, MIGRATIONS);
  await checkRowSecurity(url);
});

test('a database whose user may not act in the roles is refused at the start', async () => {
  await using it = await server();
  const url = await it.database('postgres');
  await applyMigrations(url, MIGRATIONS);
  const user = await loginRole(it.admin);
  await expect(checkRowSecurity(user.at(url))).rejects.toThrow(`GRANT bidwright_app TO "${user.name}";`);
  const client = new pg.Client({ connectionString: user.at(url) });
  await client.connect();
  await expect(client.query('SELECT FROM workflow')).rejects.toThrow('permission denied');
  await client.end();
});
