import pg from 'pg';

/** Asks the database of a service past the service. */
export async function rows(
  { env }: { env: Record<string, string> },
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What is on record, the oldest first. */
export const actionsOf = async (service: { env: Record<string, string> }): Promise<unknown[]> =>
  (await rows(service, 'SELECT action FROM audit_record ORDER BY at, id')).map(({ action }) => action);

/** As if all sign-ins were an hour ago. */
export const letSessionsAge = (service: { env: Record<string, string> }) =>
  rows(service, "UPDATE auth_session SET authenticated_at = authenticated_at - interval '1 hour'");
