import type { App } from '../app-types.js';
import { systemSql } from '../platform/sql.js';
import type { Caller } from './caller.js';
import { isPermission, isRole } from './permissions.js';
import { hashToken } from './tokens.js';

interface Row {
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
    c.authenticated_at AS "authenticatedAt", ${KEPT_OUT} AS "keptOut"
  FROM (SELECT *, active_organization_id AS organization_id FROM auth_session) c
  JOIN app_user u ON u.id = c.user_id AND u.deleted_at IS NULL ${OF_MEMBER}
  WHERE c.token = $1 AND c.expires_at > $2`;

/** Who a session token belongs to; null where it is unknown, expired or revoked. */
export async function callerOfSession(
  { sql, clock }: Pick<App, 'sql' | 'clock'>,
  token: string,
): Promise<Caller | null> {
  const [row] = await systemSql(sql, 'authenticate').query<
    Row & { authenticatedAt: Date; expiresAt: Date; keptOut: boolean | null }
  >(BY_SESSION, [hashToken(token), clock()], { prepare: true });
  if (!row) return null;
  const { id, userId, expiresAt, authenticatedAt } = row;
  return {
    userId,
    actor: row.keptOut ? null : actorOf(row, null),
    ...(row.keptOut && { keptOut: 'two-factor' as const }),
    session: { id, expiresAt, authenticatedAt },
    expiresAt,
  };
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
  const [row] = await system.query<Row & { scopes: string[] }>(BY_KEY, [hashToken(key), now], {
    prepare: true,
  });
  if (!row) return null;
  await system.query(USED, [row.id, now], { prepare: true });
  return { userId: row.userId, actor: actorOf(row, row.scopes), session: null, expiresAt: row.expiresAt };
}

function actorOf({ userId, organizationId, role }: Row, scopes: string[] | null): Caller['actor'] {
  if (!organizationId || !role || !isRole(role)) return null;
  return { userId, organizationId, role, scopes: scopes?.filter(isPermission) ?? null };
}
