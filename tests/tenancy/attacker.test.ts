import pg from 'pg';
import { expect, test } from 'vitest';
import { checkRowSecurity } from '../../src/platform/database/row-security.js';
import { newId } from '../../src/platform/ids.js';
import { testDatabase } from '../support/database.js';
import { fillTables, loginRole, ownedTables, ownerOf } from './rows.js';

const REFUSED = { code: '42501' };

/** Somebody who may log in to the database in the role of organizations, and in no other, as the service leaves it at its start. */
async function attacker() {
  const database = await testDatabase();
  const owner = await ownerOf(database.url);
  const { ours, theirs } = await fillTables(owner);
  await checkRowSecurity(database.url);
  const role = await loginRole(owner);
  await owner.query(`GRANT bidwright_app TO ${role.name}`);
  const client = new pg.Client({ connectionString: role.at(database.url) });
  await client.connect();
  await client.query(`SET bidwright.organization = '${ours}'`);
  return {
    ...{ owner, ours, theirs, client, name: role.name },
    async [Symbol.asyncDispose]() {
      await client.end();
      await role[Symbol.asyncDispose]();
      await owner[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const AUDIT_RECORD = `INSERT INTO audit_record (id, organization_id, action, subject_type, subject_id, details)
  VALUES ($1, $2, 'answer.edited', 'answer', $1, '{}')`;

test('what runs as the owner looks at nothing that the caller has put in its way', async () => {
  await using it = await attacker();
  const { client, owner, ours, name } = it;
  // Even one who may make temporary things, which the service takes away.
  await owner.query(
    `DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO ${name}', current_database()); END $$`,
  );
  await client.query(`CREATE TEMPORARY TABLE audit_head (LIKE public.audit_head INCLUDING ALL);
    CREATE TEMPORARY TABLE audit_seal (LIKE public.audit_seal INCLUDING ALL);
    CREATE FUNCTION pg_temp.rise() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN EXECUTE 'ALTER ROLE ${name} SUPERUSER'; RETURN NEW; END $$;
    CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE plpgsql AS
      $$ BEGIN EXECUTE 'ALTER ROLE ${name} SUPERUSER'; RETURN pg_catalog.sha256($1); END $$;
    CREATE TRIGGER rise BEFORE INSERT OR UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION pg_temp.rise();
    CREATE TRIGGER rise BEFORE INSERT ON audit_seal FOR EACH ROW EXECUTE FUNCTION pg_temp.rise();
    GRANT ALL ON audit_head, audit_seal TO PUBLIC`);
  const id = newId();
  await client.query(AUDIT_RECORD, [id, ours]);
  const { rows } = await owner.query('SELECT rolsuper FROM pg_roles WHERE rolname = $1', [name]);
  expect(rows).toEqual([{ rolsuper: false }]);
  expect((await owner.query('SELECT FROM audit_seal WHERE record_id = $1', [id])).rowCount).toBe(1);
  expect((await client.query('SELECT FROM audit_head')).rowCount).toBe(0);
});

test('every function that runs as the owner has its search path nailed down, and is nobody else’s to call', async () => {
  await using database = await testDatabase();
  await using owner = await ownerOf(database.url);
  const { rows } = await owner.query<{ name: string; path: string; isOpen: boolean }>(
    `SELECT p.proname AS name, array_to_string(p.proconfig, ';') AS path,
       has_function_privilege('bidwright_app', p.oid, 'EXECUTE') OR
         has_function_privilege('bidwright_system', p.oid, 'EXECUTE') AS "isOpen"
     FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace`,
  );
  expect(rows.map(({ name }) => name)).toContain('audit_seal_record');
  for (const row of rows)
    expect(row).toMatchObject({ path: 'search_path=pg_catalog, public, pg_temp', isOpen: false });
});

test('the role of organizations makes nothing, becomes nobody and switches nothing off', async () => {
  await using it = await attacker();
  const { client, owner } = it;
  const { rows } = await owner.query<{ owner: string }>('SELECT current_user AS owner');
  for (const attempt of [
    'CREATE TEMPORARY TABLE mine (x int)',
    'CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$',
    'CREATE FUNCTION public.tell(text) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$',
    'CREATE TABLE public.mine (x int)',
    'CREATE SCHEMA mine',
    `SET ROLE ${rows[0]!.owner}`,
    'SET ROLE bidwright_system',
    'SET session_replication_role = replica',
    'ALTER TABLE workflow DISABLE ROW LEVEL SECURITY',
    'CREATE POLICY mine ON workflow USING (true)',
    `SELECT audit_append(r) FROM audit_record r`,
    `SELECT row_security_for_system('workflow')`,
  ])
    await expect(client.query(attempt), attempt).rejects.toMatchObject(REFUSED);
});

test('nor does it see more by asking to be spared the policies, or through the views of searches', async () => {
  await using it = await attacker();
  const { client, owner, ours } = it;
  for (const view of ['searched_passage', 'searched_word', 'searched_document']) {
    const { rows } = await client.query(`SELECT organization_id AS whose FROM ${view}`);
    expect(rows, view).toEqual([{ whose: ours }]);
    await expect(client.query(`UPDATE ${view} SET organization_id = organization_id`)).rejects.toMatchObject(
      REFUSED,
    );
  }
  await client.query('SET row_security = off');
  for (const { name } of await ownedTables(owner))
    await expect(client.query(`SELECT FROM ${name}`), name).rejects.toThrow('row-level security');
});
