import type { Sql } from '../../platform/database/sql.js';
import type { BudgetState } from './rules.js';

/** The budgets of an organization, with what is spent by now. By the database's time. */
export const readBudgets = (sql: Sql, organizationId: string): Promise<BudgetState[]> =>
  sql.query<BudgetState>(READ, [organizationId], { prepare: true });

const READ = `
SELECT b.id, b.organization_id AS "organizationId", b.version, b.period::text AS period, b.limit_usd::text AS "limitUsd",
  b.limit_tokens::float8 AS "limitTokens", b.warn_at AS "warnAt", p.since, p.until, trim_scale(s.usd)::text AS "spentUsd",
  s.tokens::float8 AS "spentTokens", s.unknown::int AS "unknownCosts", b.warned_for AS "warnedFor",
  b.exceeded_for AS "exceededFor"
FROM usage_budget b
CROSS JOIN LATERAL (
  SELECT begin AT TIME ZONE 'UTC' AS since, (begin + ('1 ' || b.period)::interval) AT TIME ZONE 'UTC' AS until
  FROM (SELECT date_trunc(b.period::text, now() AT TIME ZONE 'UTC') AS begin) AS t
) p
CROSS JOIN LATERAL (
  SELECT coalesce(sum(cost), 0) AS usd, coalesce(sum(input_tokens::bigint + output_tokens), 0) AS tokens,
    count(*) FILTER (WHERE cost IS NULL AND input_tokens + output_tokens > 0) AS unknown
  FROM ai_request r WHERE r.organization_id = b.organization_id AND r.at >= p.since
) s
WHERE b.organization_id = $1 ORDER BY b.period`;
