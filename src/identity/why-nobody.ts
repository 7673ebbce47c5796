import type { App } from '../app-types.js';
import { systemSql } from '../platform/database/sql.js';
import { requestContext } from '../platform/observability/request-context.js';
import { hashToken } from './tokens.js';

/** Why a request is nobody's: whoever holds a token may know what became of it. */
export type NobodyReason = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'suspended';

const KEY = 'SELECT revoked_at AS "revokedAt", expires_at AS "expiresAt" FROM api_key WHERE key_hash = $1';
const SESSION = 'SELECT id FROM auth_session WHERE token = $1';

interface KeyRow {
  revokedAt: Date | null;
  expiresAt: Date | null;
}

/** Why a session token that let nobody in did not: ended ones are deleted, so they are not known. */
export async function whyNotSession({ sql }: Pick<App, 'sql'>, token: string): Promise<NobodyReason> {
  const [row] = await systemSql(sql, 'authenticate').query(SESSION, [hashToken(token)], { prepare: true });
  return row ? 'expired' : 'unknown';
}

/** The same of an API key; what stands is suspended while its owner may not act for the organization. */
export async function whyNotKey(
  { sql, clock }: Pick<App, 'sql' | 'clock'>,
  key: string,
): Promise<NobodyReason> {
  const system = systemSql(sql, 'authenticate');
  const [row] = await system.query<KeyRow>(KEY, [hashToken(key)], { prepare: true });
  if (!row) return 'unknown';
  if (row.revokedAt) return 'revoked';
  return row.expiresAt && row.expiresAt <= clock() ? 'expired' : 'suspended';
}

/** Notes why the request at hand is nobody's, for what is said where somebody is needed. */
export function noteNobody(reason: NobodyReason): null {
  const context = requestContext();
  if (context) context.nobody = reason;
  return null;
}
