import { csvRow } from '../../platform/text/csv-cell.js';
import type { Usage, UsageCounts, UsageDimension, UsageRow } from './types.js';

type Cell = (row: UsageRow) => string | number | null;

const DIMENSIONS: Record<UsageDimension, [header: string, cell: Cell]> = {
  DAY: ['day', ({ day }) => day],
  TASK: ['task', ({ task }) => task],
  MODEL_TASK: ['model_task', ({ modelTask }) => modelTask],
  WORKFLOW: ['workflow', ({ workflow }) => workflow],
  MODEL: ['model', ({ model }) => model],
  USER: ['user', ({ userEmail }) => userEmail],
  PROVIDER: ['provider', ({ provider }) => provider],
  CREDENTIAL: ['credential', ({ credential }) => credential],
  OUTCOME: ['outcome', ({ outcome }) => outcome],
};

const COUNTS: Record<keyof UsageCounts, string> = {
  requests: 'requests',
  failed: 'failed',
  cacheExact: 'cache_exact',
  cacheSemantic: 'cache_semantic',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  costUsd: 'cost_usd',
  unknownCosts: 'unknown_costs',
  savedTokens: 'saved_tokens',
  savedUsd: 'saved_usd',
};
const counts = Object.keys(COUNTS) as (keyof UsageCounts)[];

/** The groups as CSV (RFC 4180), one a row. Without dimensions the one row is the totals. */
export function usageCsv({ rows, totals }: Usage, groupBy: readonly UsageDimension[]): string {
  const dimensions = [...new Set(groupBy)];
  const header = [...dimensions.map((name) => DIMENSIONS[name][0]), ...counts.map((name) => COUNTS[name])];
  const lines = dimensions.length
    ? rows.map((row) => [
        ...dimensions.map((name) => DIMENSIONS[name][1](row)),
        ...counts.map((name) => row[name]),
      ])
    : [counts.map((name) => totals[name])];
  return [header, ...lines].map(csvRow).join('');
}
