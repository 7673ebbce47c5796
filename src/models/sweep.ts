import type { Sql } from '../platform/database/sql.js';

/** Deletes what has expired: kept replies and answers, places of processes that are gone, limits that nobody uses. */
export async function sweepModels({ sql }: { sql: Sql }): Promise<void> {
  for (const statement of EXPIRED) await sql.query(statement, [], { prepare: true });
}

// An idle minute has filled every bucket; a row that is not there is a full one.
const EXPIRED = [
  'DELETE FROM ai_cache_entry WHERE expires_at <= now()',
  'DELETE FROM ai_cache_answer WHERE expires_at <= now()',
  "DELETE FROM model_lease WHERE expires_at <= now() - interval '1 minute'",
  `DELETE FROM model_limit WHERE refilled_at < now() - interval '1 day'
   AND coalesce(paused_until, '-infinity') < now()`,
];
