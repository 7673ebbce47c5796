import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { usageCsv } from './csv.js';
import { usageQueryOf } from './link.js';
import { usageOf } from './usage.js';

const MOST_ROWS = 100_000;

/**
 * The usage that a link asks for, as a CSV file.
 * @throws {DomainError} invalid-input
 */
export async function usageFile(
  app: Pick<App, 'sql'>,
  actor: Actor,
  params: URLSearchParams,
): Promise<{ content: Buffer; mediaType: string; filename: string }> {
  requirePermission(actor, 'usage.view');
  const query = usageQueryOf(params);
  const usage = await usageOf(app, actor, query, MOST_ROWS);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return {
    content: Buffer.from(usageCsv(usage, query.groupBy)),
    mediaType: 'text/csv; charset=utf-8',
    filename: `usage ${day(query.from)} to ${day(query.to)}.csv`,
  };
}
