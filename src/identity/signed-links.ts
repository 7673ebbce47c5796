import type { App } from '../app-types.js';
import { systemSql } from '../platform/database/sql.js';
import { invalidInput } from '../platform/errors.js';
import { VaultError } from '../platform/secrets/vault.js';
import { type Actor, allows } from './actor.js';
import type { Caller } from './caller.js';
import { isRole, type Permission } from './permissions.js';

/** The parameter of an address in which a link says for whom it is good. */
export const SIGNED = 'signed';

/** What a link lets be read at most. */
const READS = ['workflows.view', 'knowledge.view'] as const satisfies Permission[];
const LONGEST_SECONDS = 86_400;
const CONTEXT = { table: 'signed link', id: '', organizationId: '' };

interface Link {
  address: string;
  userId: string;
  organizationId: string;
  scopes: Permission[];
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Path and parameters in one order, without the signature. */
function addressOf(url: URL): string {
  const parameters = new URLSearchParams(url.searchParams);
  parameters.delete(SIGNED);
  parameters.sort();
  return `${url.pathname}?${parameters}`;
}

/**
 * A link that works without signing in, as whoever asks, for a while; nothing else can be read by it.
 * @param seconds 1 to 86,400
 * @throws {DomainError} invalid-input
 */
export function signLink(
  { vault, clock }: Pick<App, 'vault' | 'clock'>,
  actor: Actor,
  address: string,
  seconds: number,
): { url: string; expiresAt: Date } {
  if (seconds < 1 || seconds > LONGEST_SECONDS)
    throw invalidInput(`A link is good for 1 to ${LONGEST_SECONDS} seconds.`, ['expiresIn']);
  const url = new URL(address);
  const expiresAt = clock().getTime() + seconds * 1000;
  const { userId, organizationId } = actor;
  const scopes = READS.filter((permission) => allows(actor, permission));
  const link: Link = { address: addressOf(url), userId, organizationId, scopes, expiresAt };
  url.searchParams.set(SIGNED, vault.seal(JSON.stringify(link), CONTEXT));
  return { url: url.href, expiresAt: new Date(expiresAt) };
}

// Who was disabled or removed since reads nothing by an old link.
const MEMBER = `
  SELECT m.role FROM membership m JOIN app_user u ON u.id = m.user_id AND u.deleted_at IS NULL
  WHERE m.user_id = $1 AND m.organization_id = $2 AND m.disabled_at IS NULL AND m.removed_at IS NULL`;

/** As whom a link is opened; null where it has expired, was changed, or whoever made it may not any more. */
export async function callerOfLink(
  { vault, clock, sql }: Pick<App, 'vault' | 'clock' | 'sql'>,
  url: URL,
): Promise<Caller | null> {
  const link = opened(vault, url.searchParams.get(SIGNED) ?? '');
  if (!link || link.address !== addressOf(url) || link.expiresAt <= clock().getTime()) return null;
  const { userId, organizationId, scopes } = link;
  const [member] = await systemSql(sql, 'authenticate').query<{ role: string }>(MEMBER, [
    userId,
    organizationId,
  ]);
  if (!member || !isRole(member.role)) return null;
  return {
    userId,
    actor: { userId, organizationId, role: member.role, scopes },
    session: null,
    expiresAt: new Date(link.expiresAt),
  };
}

function opened(vault: App['vault'], sealed: string): Link | null {
  try {
    return JSON.parse(vault.open(sealed, CONTEXT)) as Link;
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}
