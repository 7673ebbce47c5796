import pg from 'pg';
import { newId } from '../../src/platform/ids.js';

/** A table, and the column that says whose a row is. */
export interface OwnedTable {
  name: string;
  owner: string;
}

interface Column {
  name: string;
  type: string;
  kind: string;
  label: string | null;
}

/** Every table of the database that says in a column whose its rows are. */
export async function ownedTables(owner: pg.Client, schema = 'public'): Promise<OwnedTable[]> {
  const { rows } = await owner.query<OwnedTable>(
    `
    SELECT table_name AS name, column_name AS owner FROM information_schema.columns JOIN information_schema.tables
      USING (table_schema, table_name)
    WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND (
      column_name IN ('organization_id', 'active_organization_id') OR (table_name, column_name) = ('organization', 'id'))
    ORDER BY table_name`,
    [schema],
  );
  return rows;
}

const VALUES: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  timestamptz: 'now()',
  bool: 'true',
  bytea: `'\\x00'`,
  json: `'{}'`,
  jsonb: `'{}'`,
  bit: `B'1'`,
  varbit: `B'1'`,
};

/** An INSERT of one row for the organization $1, whatever the table's columns are. */
export async function insertInto(owner: pg.Client, table: OwnedTable): Promise<string> {
  const { rows: columns } = await owner.query<Column>(
    `SELECT a.attname AS name, t.typname AS type, t.typcategory AS kind,
       (SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS label
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       AND a.attname <> $2 AND a.attnotnull AND NOT a.atthasdef`,
    [table.name, table.owner],
  );
  const value = ({ type, kind, label }: Column) =>
    label ?? VALUES[type] ?? (kind === 'N' ? '1' : kind === 'A' ? `'{}'` : `gen_random_uuid()::text`);
  const names = [table.owner, ...columns.map(({ name }) => name)].map((name) => `"${name}"`);
  return `INSERT INTO "${table.name}" (${names.join(', ')}) VALUES (${['$1', ...columns.map(value)].join(', ')})`;
}

/** The owner of the tables, whom nothing holds back. */
export async function ownerOf(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** Two organizations with a row each in every table that says whose its rows are. */
export async function fillTables(
  owner: pg.Client,
  schema?: string,
): Promise<{ ours: string; theirs: string }> {
  const organizations = { ours: newId(), theirs: newId() };
  // The rows lead nowhere; triggers and foreign keys are not what is looked at.
  await owner.query('SET session_replication_role = replica');
  for (const table of await ownedTables(owner, schema)) {
    const insert = await insertInto(owner, table);
    for (const id of Object.values(organizations)) await owner.query(insert, [id]);
  }
  await owner.query('RESET session_replication_role');
  return organizations;
}

/** A role of the cluster that may log in, and with `CREATEROLE` may make others. */
export async function loginRole(owner: pg.Client, may: 'NOCREATEROLE' | 'CREATEROLE' = 'NOCREATEROLE') {
  const name = `test_${newId().replaceAll('-', '')}`;
  await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' ${may}`);
  return {
    name,
    /** The address of a database for this role. */
    at(url: string): string {
      return Object.assign(new URL(url), { username: name, password: 'secret' }).href;
    },
    async [Symbol.asyncDispose]() {
      await owner.query(`DROP OWNED BY ${name}`);
      await owner.query(`DROP ROLE ${name}`);
    },
  };
}
