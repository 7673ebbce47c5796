import type { Sql } from '../platform/database/sql.js';
import { invalidInput } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { csvRow } from '../platform/text/csv-cell.js';
import { type AuditFilter, type AuditRow, auditCursor, findAuditRecords } from './find.js';

const ROWS_AT_ONCE = 1_000;

type Cell = (row: AuditRow) => string | number | null;

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

const COLUMNS: [header: string, cell: Cell][] = [
  ['at', ({ at }) => at.toISOString()],
  ['sequence', ({ sequence }) => sequence],
  ['action', ({ action }) => action],
  ['actor', ({ actorEmail, actorId }) => actorEmail ?? actorId],
  ['subject_type', ({ subjectType }) => subjectType],
  ['subject_id', ({ subjectId }) => subjectId],
  ['request_id', ({ requestId }) => requestId],
  ['address', ({ address }) => address],
  ['user_agent', ({ userAgent }) => userAgent],
  ['via', ({ via }) => via],
  ['details', ({ details }) => json(details)],
  ['before', ({ before }) => json(before)],
  ['after', ({ after }) => json(after)],
  ['seal', ({ seal }) => seal],
];

/** The records as CSV (RFC 4180), newest first, a page at a time: of a trail of any length little is in memory. */
export async function* auditCsv(
  app: { sql: Sql },
  actor: { organizationId: string },
  filter: AuditFilter,
): AsyncGenerator<string, void, void> {
  yield csvRow(COLUMNS.map(([header]) => header));
  let after: string | undefined;
  for (;;) {
    const rows = await findAuditRecords(app, actor, filter, { limit: ROWS_AT_ONCE, after });
    if (rows.length) yield rows.map((row) => csvRow(COLUMNS.map(([, cell]) => cell(row)))).join('');
    if (rows.length < ROWS_AT_ONCE) return;
    after = auditCursor(rows.at(-1)!);
  }
}

/** The parameters of a link by which records are downloaded. */
export function auditParams({
  subjectType,
  subjectId,
  actorId,
  actions,
  from,
  to,
}: AuditFilter): URLSearchParams {
  const params = new URLSearchParams();
  const given = { subjectType, subjectId, actorId, from: from?.toISOString(), to: to?.toISOString() };
  for (const [name, value] of Object.entries(given)) if (value) params.set(name, value);
  for (const action of actions ?? []) params.append('action', action);
  return params;
}

/**
 * What such a link asks for.
 * @throws {DomainError} invalid-input
 */
export function auditFilterOf(params: URLSearchParams): AuditFilter {
  return {
    subjectType: params.get('subjectType'),
    subjectId: uuidOf(params, 'subjectId'),
    actorId: uuidOf(params, 'actorId'),
    actions: params.has('action') ? params.getAll('action') : null,
    from: momentOf(params, 'from'),
    to: momentOf(params, 'to'),
  };
}

function uuidOf(params: URLSearchParams, name: string): string | null {
  const given = params.get(name);
  if (given !== null && !isUuid(given)) throw invalidInput(`\`${name}\` is a UUID.`, [name]);
  return given;
}

function momentOf(params: URLSearchParams, name: string): Date | null {
  const given = params.get(name);
  if (given === null) return null;
  const date = new Date(given);
  if (Number.isNaN(date.getTime()))
    throw invalidInput(`\`${name}\` is a moment such as 2026-11-20T00:00:00Z.`, [name]);
  return date;
}
