import type pg from 'pg';

const ofMembers = (column: string) =>
  `${column} IN (SELECT user_id FROM membership WHERE organization_id = $1)`;
const ofCredentials =
  'credential_key IN (SELECT id::text FROM provider_credential WHERE organization_id = $1)';

/** Tables without the column organization_id, and which of their rows are an organization's ($1). */
const WITHOUT_COLUMN: Record<string, string> = {
  organization: 'id = $1',
  app_user: ofMembers('id'),
  auth_session: ofMembers('user_id'),
  auth_account: ofMembers('user_id'),
  two_factor: ofMembers('user_id'),
  model_circuit: ofCredentials,
  model_lease: ofCredentials,
  model_limit: ofCredentials,
};

/** Tables that belong to no organization, and why. */
const OF_NOBODY: Record<string, string> = {
  auth_verification: 'what was mailed to an address that somebody gave',
  queued_mail: 'mails to an address that somebody gave',
  quota_window: 'how much was asked by whom in a minute',
  sign_in_lock: 'failed attempts, by the hash of the address that was given',
};

/** Tables in which the other organization need not have a row, and why. */
export const MAY_BE_EMPTY: Record<string, string> = {
  ai_cache_answer: 'answers that were alike; the walk holds no two',
  answer_draft: 'while a model writes',
  model_circuit: 'while a model fails',
  model_lease: 'while a model is asked',
  model_limit: 'of a credential with limits',
  staged_passage: 'while an item is cut',
  two_factor: 'of who switched it on',
};

/** The tables that hold things of an organization, with the condition for its rows; fails for one that it does not know. */
export async function tables(client: pg.Client): Promise<[name: string, condition: string][]> {
  const { rows } = await client.query<{ name: string; owned: boolean }>(
    `SELECT t.table_name AS name, bool_or(c.column_name = 'organization_id') AS owned
     FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE '\\_%'
     GROUP BY 1 ORDER BY 1`,
  );
  return rows.flatMap(({ name, owned }): [string, string][] => {
    const condition = owned ? 'organization_id = $1' : WITHOUT_COLUMN[name];
    if (condition) return [[name, condition]];
    if (name in OF_NOBODY) return [];
    throw new Error(`Nobody has said whose the rows of ${name} are: tests/tenancy/walk/rows.ts.`);
  });
}

export interface Rows {
  count: number;
  hash: string;
}

/** A hash over all rows of an organization, by the table; when a session was seen is its own to change. */
export async function rowsOf(client: pg.Client, organizationId: string): Promise<Record<string, Rows>> {
  const found: Record<string, Rows> = {};
  for (const [name, condition] of await tables(client)) {
    const { rows } = await client.query<Rows>(
      `SELECT count(*)::int AS count, md5(coalesce(string_agg(whole, E'\\n' ORDER BY whole), '')) AS hash
       FROM "${name}" t, LATERAL (SELECT (to_jsonb(t) - 'last_seen_at')::text AS whole) r WHERE ${condition}`,
      [organizationId],
    );
    found[name] = rows[0]!;
  }
  return found;
}

/** Every UUID that stands in a row of the organization. */
export async function uuidsOf(client: pg.Client, organizationId: string): Promise<Set<string>> {
  const uuids = new Set<string>();
  for (const [name, condition] of await tables(client)) {
    const { rows } = await client.query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t WHERE ${condition}`,
      [organizationId],
    );
    for (const { row } of rows)
      for (const [uuid] of row.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) uuids.add(uuid);
  }
  return uuids;
}
