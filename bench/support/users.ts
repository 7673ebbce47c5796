import pg from 'pg';
import { newId } from '../../src/platform/ids.js';
import { sha256 } from '../../src/platform/secrets/hash.js';

/** Roles that may see workflows; what somebody may see of them differs. */
const ROLES = ['manager', 'sales_rep', 'analyst', 'viewer'];

export interface SeededUser {
  id: string;
  organizationId: string;
  /** Of a session. */
  token: string;
}

/** So many users of an organization, of several roles and each with a session of their own. */
export async function seedUsers(url: string, organizationId: string, count: number): Promise<SeededUser[]> {
  const users = Array.from({ length: count }, () => ({ id: newId(), organizationId, token: newId() }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insert = (statement: string, ...columns: unknown[][]) => client.query(statement, columns);
  const ids = users.map(({ id }) => id);
  await client.query("INSERT INTO organization (id, name) VALUES ($1, 'Bench') ON CONFLICT DO NOTHING", [
    organizationId,
  ]);
  await insert(
    "INSERT INTO app_user (id, email, name) SELECT id, id || '@example.com', 'User' FROM unnest($1::uuid[]) AS id",
    ids,
  );
  await insert(
    'INSERT INTO membership (organization_id, user_id, role) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])',
    users.map(() => organizationId),
    ids,
    users.map((_, i) => ROLES[i % ROLES.length]),
  );
  // The first account ends single-user mode, in which everybody would be the same user.
  await insert(
    `INSERT INTO auth_account (id, user_id, provider_id, account_id)
     SELECT id, id, 'credential', id::text FROM unnest($1::uuid[]) AS id`,
    ids,
  );
  await insert(
    `INSERT INTO auth_session (id, user_id, active_organization_id, token, expires_at)
     SELECT id, id, organization, token, now() + interval '1 day'
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS s (id, organization, token)`,
    ids,
    users.map(() => organizationId),
    users.map(({ token }) => sha256(token)),
  );
  await client.end();
  return users;
}
