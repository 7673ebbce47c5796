import pg from 'pg';
import { DomainError } from '../errors.js';

const ROLES = ['bidwright_app', 'bidwright_system'] as const;

interface Found {
  user: string;
  role: string;
  exists: boolean;
  mayAct: boolean;
  isAboveRules: boolean;
  owns: string | null;
  mayMake: boolean;
}

/**
 * Makes sure, before anything is served, that the roles and policies are in place which keep organizations apart.
 * @param url of a database whose migrations have been applied
 * @param warn told what is not as it should be where organizations are kept apart all the same
 * @throws {DomainError} unavailable, saying what an administrator has to do
 */
export async function checkRowSecurity(
  url: string,
  warn: (problem: string) => void = () => {},
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const version = (await client.query<{ n: number }>(VERSION)).rows[0]!.n;
    const look = async () =>
      (await client.query<Found>(STATE_OF_ROLES, [[...ROLES], version >= 160_000 ? 'SET' : 'MEMBER'])).rows;
    const roles = await look();
    for (const role of roles) {
      const problem = problemOf(role);
      if (problem) throw refused(problem);
    }
    if (roles.some(({ mayMake }) => mayMake)) {
      // Another process may do it at this moment, or the database be somebody else's.
      await client.query(REVOKE_MAKING).catch(() => {});
      if ((await look()).some(({ mayMake }) => mayMake)) warn(LET_REVOKE);
    }
    const { rows: open } = await client.query<{ name: string }>(OPEN_TABLES);
    if (open.length)
      throw refused(
        `These tables have no row-level security: ${open.map(({ name }) => name).join(', ')}. ` +
          'Start the version of Bidwright that made them, which applies its migrations',
      );
  } finally {
    await client.end();
  }
}

function problemOf({ user, role, exists, mayAct, isAboveRules, owns }: Found): string | null {
  if (!exists || !mayAct)
    return (
      `${user} cannot act in the role ${role}. Let an administrator of the server run: ` +
      `${exists ? '' : `CREATE ROLE ${role} NOLOGIN; `}GRANT ${role} TO "${user}";`
    );
  if (isAboveRules)
    return `No policy holds the role ${role}. Let an administrator of the server run: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`;
  return owns && `The role ${role} owns ${owns}, and no policy holds owners. Give its tables to "${user}".`;
}

const refused = (problem: string) =>
  new DomainError(
    'unavailable',
    `Row-level security cannot be relied on. ${problem} Or set DATABASE_ROW_SECURITY=false to do without: docs/tenancy.md.`,
  );

const REVOKE_MAKING = `DO $$ BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
END $$`;

const LET_REVOKE =
  'The roles of the service may make tables and functions of their own, which they need not. Let the owner of the ' +
  'database run: REVOKE TEMPORARY ON DATABASE … FROM PUBLIC; REVOKE CREATE ON SCHEMA … FROM PUBLIC;';

const VERSION = `SELECT current_setting('server_version_num')::int AS n`;

// pg_has_role raises an error for a role that does not exist.
const STATE_OF_ROLES = `
SELECT current_user AS user, wanted AS role, r.oid IS NOT NULL AS exists,
  CASE WHEN r.oid IS NULL THEN false ELSE pg_has_role(current_user, r.oid, $2) END AS "mayAct",
  coalesce(r.rolsuper OR r.rolbypassrls, false) AS "isAboveRules",
  (SELECT string_agg(c.relname, ', ') FROM pg_class c
   WHERE c.relowner = r.oid AND c.relnamespace = current_schema()::regnamespace) AS owns,
  coalesce(has_database_privilege(r.oid, current_database(), 'TEMPORARY')
    OR has_schema_privilege(r.oid, current_schema(), 'CREATE'), false) AS "mayMake"
FROM unnest($1::text[]) AS wanted LEFT JOIN pg_roles r ON r.rolname = wanted`;

const OPEN_TABLES = `
SELECT c.relname AS name FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace AND NOT c.relrowsecurity
  AND (has_table_privilege('bidwright_app', c.oid, 'SELECT') OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
ORDER BY 1`;
