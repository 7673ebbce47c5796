import type { Sql } from '../platform/database/sql.js';
import { invalidInput } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';

/** Which records; what is null does not restrict. */
export interface AuditFilter {
  subjectType: string | null;
  /** UUID. */
  subjectId: string | null;
  /** UUID of a user. */
  actorId: string | null;
  actions: string[] | null;
  from: Date | null;
  /** Exclusive. */
  to: Date | null;
}

/** One record as it is shown. */
export interface AuditRow {
  id: string;
  at: Date;
  /** Place in the chain of the organization; null only for a record that was inserted past it. */
  sequence: number | null;
  /** SHA-256 as hexadecimal digits. */
  seal: string | null;
  actorId: string | null;
  actorName: string | null;
  actorEmail: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  details: unknown;
  before: unknown;
  after: unknown;
  requestId: string | null;
  address: string | null;
  userAgent: string | null;
  via: string | null;
}

/** Which part of the records, from the newest on, or with `inverted` from the oldest on. */
export interface AuditPage {
  limit: number;
  inverted?: boolean;
  /** Cursors: only what is older than the one and newer than the other. */
  after?: string | undefined;
  before?: string | undefined;
}

/** Reads records of the organization, along an index whatever is filtered by. */
export function findAuditRecords(
  { sql }: { sql: Sql },
  { organizationId }: { organizationId: string },
  filter: AuditFilter,
  { limit, inverted = false, after, before }: AuditPage,
): Promise<AuditRow[]> {
  const values: unknown[] = [];
  const $ = (value: unknown) => `$${values.push(value)}`;
  const than = (sign: '<' | '>', { at, id }: CursorPosition) =>
    `(r.at, r.id) ${sign} (${$(at)}::timestamptz, ${$(id)}::uuid)`;
  const conditions = [
    ...filtered($, organizationId, filter),
    after && than('<', placeOf(after, 'after')),
    before && than('>', placeOf(before, 'before')),
  ];
  const direction = inverted ? 'ASC' : 'DESC';
  return sql.query<AuditRow>(
    `SELECT r.id, r.at, s.sequence::float8 AS sequence, s.hash AS seal, r.actor_id AS "actorId", u.name AS "actorName",
       u.email AS "actorEmail", r.action, r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.details,
       r.before, r.after, r.request_id AS "requestId", r.address, r.user_agent AS "userAgent", r.via
     FROM (SELECT * FROM audit_record r WHERE ${conditions.filter(Boolean).join(' AND ')}
       ORDER BY r.at ${direction}, r.id ${direction} LIMIT ${$(limit)}) r
     LEFT JOIN audit_seal s ON s.record_id = r.id LEFT JOIN app_user u ON u.id = r.actor_id
     ORDER BY r.at ${direction}, r.id ${direction}`,
    values,
  );
}

/** How many records of the organization a filter lets through. */
export async function countAuditRecords(
  { sql }: { sql: Sql },
  { organizationId }: { organizationId: string },
  filter: AuditFilter,
): Promise<number> {
  const values: unknown[] = [];
  const conditions = filtered((value) => `$${values.push(value)}`, organizationId, filter);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_record r WHERE ${conditions.filter(Boolean).join(' AND ')}`,
    values,
  );
  return row!.count;
}

/** @param $ takes a value and says how it stands in the statement */
const filtered = (
  $: (value: unknown) => string,
  organizationId: string,
  { subjectType, subjectId, actorId, actions, from, to }: AuditFilter,
) => [
  `r.organization_id = ${$(organizationId)}::uuid`,
  subjectType && `r.subject_type = ${$(subjectType)}`,
  subjectId && `r.subject_id = ${$(subjectId)}::uuid`,
  actorId && `r.actor_id = ${$(actorId)}::uuid`,
  // One by equality, which keeps the order of the index.
  actions && (actions.length === 1 ? `r.action = ${$(actions[0])}` : `r.action = ANY(${$(actions)}::text[])`),
  from && `r.at >= ${$(from)}::timestamptz`,
  to && `r.at < ${$(to)}::timestamptz`,
];

interface CursorPosition {
  at: Date;
  id: string;
}

/** Where a record stands in the order of time. */
export const auditCursor = ({ at, id }: CursorPosition): string =>
  Buffer.from(`${at.getTime()} ${id}`).toString('base64url');

function placeOf(cursor: string, name: string): CursorPosition {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(Number(time));
  if (!/^\d{1,15}$/.test(time) || !isUuid(id) || Number.isNaN(at.getTime()))
    throw invalidInput(`\`${name}\` is no cursor of this list.`, [name]);
  return { at, id };
}
