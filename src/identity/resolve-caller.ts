import type { App } from '../app-types.js';
import { systemSql } from '../platform/database/sql.js';
import type { Caller, Session } from './caller.js';
import { isPermission, isRole } from './permissions.js';
import { hashToken } from './tokens.js';

interface CallerRow {
  id: string;
  userId: string;
  organizationId: string | null;
  role: string | null;
  expiresAt: Date | null;
}

const OF_MEMBER = `
  LEFT JOIN membership m ON m.user_id = u.id AND m.organization_id = c.organization_id
    AND m.disabled_at IS NULL AND m.removed_at IS NULL
  LEFT JOIN organization o ON o.id = m.organization_id`;

/** Whether the organization lets in nobody without a second factor, and the user has none. */
const KEPT_OUT = 'o.require_two_factor AND NOT u.two_factor_enabled';

const BY_SESSION = `
  SELECT c.id, u.id AS "userId", m.organization_id AS "organizationId", m.role, c.expires_at AS "expiresAt",
    c.authenticated_at AS "authenticatedAt", c.last_seen_at AS "lastSeenAt", ${KEPT_OUT} AS "keptOut"
  FROM (SELECT *, active_organization_id AS organization_id FROM auth_session) c
  JOIN app_user u ON u.id = c.user_id AND u.deleted_at IS NULL ${OF_MEMBER}
  WHERE c.token = $1 AND c.expires_at > $2`;

/** A busy session or key is not written with every request. */
const SEEN_EVERY_MS = 60_000;

type Known = Pick<App, 'env' | 'sql' | 'clock'>;

/**
 * Who a session token belongs to; null where it is unknown, expired or revoked, or was not used for too long.
 * @param isUse whether the session goes on for it: not where it is only looked whether it still stands
 */
export async function callerOfSession(app: Known, token: string, isUse = true): Promise<Caller | null> {
  const now = app.clock();
  const [row] = await systemSql(app.sql, 'authenticate').query<
    CallerRow & { authenticatedAt: Date; expiresAt: Date; lastSeenAt: Date; keptOut: boolean | null }
  >(BY_SESSION, [hashToken(token), now], { prepare: true });
  if (!row) return null;
  const { id, userId, expiresAt, authenticatedAt, lastSeenAt } = row;
  const { idleMs } = app.env.identity;
  const idleAt = (seen: Date) => (idleMs === null ? Number.POSITIVE_INFINITY : seen.getTime() + idleMs);
  if (idleAt(lastSeenAt) <= now.getTime()) return null;
  const session = { id, expiresAt, authenticatedAt, lastSeenAt };
  if (isUse) await seeSession(app, session);
  const endsAt = Math.min(expiresAt.getTime(), idleAt(isUse ? now : lastSeenAt));
  return {
    userId,
    actor: row.keptOut ? null : actorOf(row, null),
    ...(row.keptOut && { keptOut: 'two-factor' as const }),
    session,
    expiresAt: new Date(endsAt),
  };
}

const SEEN = 'UPDATE auth_session SET last_seen_at = greatest(last_seen_at, $2) WHERE id = $1';

/** Notes that a session is used, to the minute: for each request, and each operation of a socket. */
export async function seeSession(
  { sql, clock }: Pick<App, 'sql' | 'clock'>,
  session: Session,
): Promise<void> {
  const now = clock();
  if (now.getTime() - session.lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  session.lastSeenAt = now;
  await systemSql(sql, 'authenticate').query(SEEN, [session.id, now], { prepare: true });
}

const BY_KEY = `
  SELECT c.id, u.id AS "userId", m.organization_id AS "organizationId", m.role, c.expires_at AS "expiresAt", c.scopes
  FROM api_key c JOIN app_user u ON u.id = c.user_id AND u.deleted_at IS NULL ${OF_MEMBER}
  WHERE c.key_hash = $1 AND c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > $2) AND m.role IS NOT NULL
    AND NOT (${KEPT_OUT})`;

// At most once a minute, so that a busy key does not write with every request.
const USED = `
  UPDATE api_key SET last_used_at = $2
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')`;

/** The same of an API key. */
export async function callerOfKey(
  { sql, clock }: Pick<App, 'sql' | 'clock'>,
  key: string,
): Promise<Caller | null> {
  const now = clock();
  const system = systemSql(sql, 'authenticate');
  const [row] = await system.query<CallerRow & { scopes: string[] }>(BY_KEY, [hashToken(key), now], {
    prepare: true,
  });
  if (!row) return null;
  await system.query(USED, [row.id, now], { prepare: true });
  return { userId: row.userId, actor: actorOf(row, row.scopes), session: null, expiresAt: row.expiresAt };
}

function actorOf({ userId, organizationId, role }: CallerRow, scopes: string[] | null): Caller['actor'] {
  if (!organizationId || !role || !isRole(role)) return null;
  return { userId, organizationId, role, scopes: scopes?.filter(isPermission) ?? null };
}
