import type { App } from '../../app-types.js';
import type { Actor } from '../../identity/index.js';
import { invalidInput } from '../../platform/errors.js';
import type { Usage, UsageDimension, UsageQuery, UsageRow } from './types.js';

/** What requests may be counted by, with the expression that tells their groups apart. */
const EXPRESSIONS = {
  DAY: `to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  TASK: 'r.task',
  MODEL_TASK: 'r.model_task::text',
  WORKFLOW: 'r.workflow_id',
  MODEL: 'r.model',
  USER: 'r.user_id',
  PROVIDER: 'r.provider',
  CREDENTIAL: 'r.credential_name',
  OUTCOME: 'r.outcome::text',
} as const satisfies Record<UsageDimension, string>;

export const USAGE_DIMENSIONS = Object.keys(EXPRESSIONS) as UsageDimension[];

const LONGEST_DAYS = 400;
const DAY_MS = 86_400_000;

/**
 * What was asked of models, and what it cost, in one statement.
 * @param most groups that are read
 * @throws {DomainError} invalid-input, also where there are more groups
 */
export async function usageOf(
  { sql }: Pick<App, 'sql'>,
  { organizationId }: Pick<Actor, 'organizationId'>,
  query: UsageQuery,
  most: number,
): Promise<Usage> {
  checkQuery(query);
  const values: unknown[] = [];
  const $ = (value: unknown) => `$${values.push(value)}`;
  const dimensions = [...new Set(query.groupBy)];
  const where = conditionsOf(organizationId, query, $);
  const rows = await sql.query<UsageRow & { isTotal: boolean }>(
    `WITH counted AS (
       SELECT ${dimensions.map((name) => `${EXPRESSIONS[name]} AS "${name}",`).join(' ')} ${COUNTS},
         ${dimensions.length ? `grouping(${EXPRESSIONS[dimensions[0]!]}) = 1` : 'true'} AS "isTotal"
       FROM ai_request r ${query.filter.workflow ? 'JOIN run f ON f.id = r.workflow_id' : ''}
       WHERE ${where}
       GROUP BY GROUPING SETS (${dimensions.length ? `(${dimensions.map((name) => EXPRESSIONS[name]).join(', ')}), ` : ''}())
     )
     SELECT counted.*, ${USAGE_DIMENSIONS.map((name) => columnsOf(name, dimensions.includes(name))).join(', ')}
     FROM counted ${dimensions.map((name) => JOINS[name] ?? '').join(' ')}
     ORDER BY "isTotal" DESC, ${dimensions.map((name) => ORDER[name] ?? `counted."${name}"`).join(', ') || '1'}
     LIMIT ${most + 2}`,
    values,
  );
  const totals = rows.find(({ isTotal }) => isTotal)!;
  const groups = rows.filter(({ isTotal }) => !isTotal);
  if (groups.length > most)
    throw invalidInput(
      `These are more than ${most.toLocaleString('en-US')} groups. Ask for a shorter time, or group by less.`,
      ['groupBy'],
    );
  return { totals, rows: groups };
}

/** @throws {DomainError} invalid-input */
function checkQuery({ from, to }: UsageQuery): void {
  if (from >= to) throw invalidInput('`from` must be before `to`.', ['from']);
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS)
    throw invalidInput(`At most ${LONGEST_DAYS} days can be asked for at once.`, ['from']);
}

function conditionsOf(
  organizationId: string,
  { from, to, filter }: UsageQuery,
  $: (value: unknown) => string,
): string {
  const { tasks, modelTasks, models, providers, outcomes, userId, workflow } = filter;
  return [
    `r.organization_id = ${$(organizationId)}::uuid AND r.at >= ${$(from)}::timestamptz AND r.at < ${$(to)}::timestamptz`,
    tasks && `r.task = ANY(${$(tasks)}::text[])`,
    modelTasks && `r.model_task = ANY(${$(modelTasks)}::model_task[])`,
    models && `r.model = ANY(${$(models)}::text[])`,
    providers && `r.provider = ANY(${$(providers)}::text[])`,
    outcomes && `r.outcome = ANY(${$(outcomes)}::ai_request_outcome[])`,
    userId && `r.user_id = ${$(userId)}::uuid`,
    workflow && `f.organization_id = r.organization_id AND f.reference = ${$(workflow)}`,
  ]
    .filter(Boolean)
    .join(' AND ');
}

const COUNTS = `
  count(*)::float8 AS requests,
  count(*) FILTER (WHERE r.outcome = 'FAILED')::float8 AS failed,
  count(*) FILTER (WHERE r.outcome = 'CACHE_EXACT')::float8 AS "cacheExact",
  count(*) FILTER (WHERE r.outcome = 'CACHE_SEMANTIC')::float8 AS "cacheSemantic",
  coalesce(sum(r.input_tokens), 0)::float8 AS "inputTokens",
  coalesce(sum(r.output_tokens), 0)::float8 AS "outputTokens",
  trim_scale(coalesce(sum(r.cost), 0))::text AS "costUsd",
  count(*) FILTER (WHERE r.cost IS NULL AND r.input_tokens + r.output_tokens > 0)::float8 AS "unknownCosts",
  coalesce(sum(r.saved_tokens), 0)::float8 AS "savedTokens",
  trim_scale(coalesce(sum(r.saved_cost), 0))::text AS "savedUsd"`;

/** The columns of a row that a dimension fills. */
const COLUMNS: Record<UsageDimension, Partial<Record<keyof UsageRow, string>>> = {
  DAY: { day: 'counted."DAY"' },
  TASK: { task: 'counted."TASK"' },
  MODEL_TASK: { modelTask: 'counted."MODEL_TASK"' },
  WORKFLOW: { workflow: 'w.reference' },
  MODEL: { model: 'counted."MODEL"' },
  USER: { userId: 'counted."USER"', userName: 'u.name', userEmail: 'u.email' },
  PROVIDER: { provider: 'counted."PROVIDER"' },
  CREDENTIAL: { credential: 'counted."CREDENTIAL"' },
  OUTCOME: { outcome: 'counted."OUTCOME"' },
};

const columnsOf = (dimension: UsageDimension, isAsked: boolean): string =>
  Object.entries(COLUMNS[dimension])
    .map(([name, expression]) => `${isAsked ? expression : 'NULL'} AS "${name}"`)
    .join(', ');

/** What rows are ordered by, and where the names are of what is grouped by id. */
const ORDER: Partial<Record<UsageDimension, string>> = { WORKFLOW: 'w.reference', USER: 'u.email' };
const JOINS: Partial<Record<UsageDimension, string>> = {
  WORKFLOW: 'LEFT JOIN run w ON w.id = counted."WORKFLOW"',
  USER: 'LEFT JOIN app_user u ON u.id = counted."USER"',
};
