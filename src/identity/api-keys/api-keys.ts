import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput } from '../../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { type Actor, allows, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireFresh } from '../fresh.js';
import { announceUser } from '../notify.js';
import { isPermission, type Permission } from '../permissions.js';
import { hashToken, newToken } from '../tokens.js';

/** How every key begins, so that one is recognized wherever it turns up. */
export const API_KEY_PREFIX = 'bw_';
const SHOWN = 10;
const LONGEST_DAYS = 366;

export interface CreateApiKeyInput {
  name: string;
  scopes: readonly string[];
  expiresAt: Date | null;
}

/**
 * Makes an API key that acts as whoever makes it, within its scopes.
 * @returns the key, which is shown this once
 * @throws {DomainError} forbidden, reauthenticate; invalid-input for scopes that do not exist or that the role lacks
 */
export async function createApiKey(
  app: App,
  actor: Actor,
  caller: Caller,
  input: CreateApiKeyInput,
): Promise<{ id: string; key: string }> {
  requirePermission(actor, 'api-keys.manage');
  requireFresh(app, caller);
  const name = lineInput(input.name, 'The name', ['input', 'name'], 100);
  const scopes = [...new Set(input.scopes)].map((scope) => scopeOf(actor, scope));
  if (!scopes.length) throw invalidInput('Give the key at least one permission.', ['input', 'permissions']);
  const left = input.expiresAt ? input.expiresAt.getTime() - app.clock().getTime() : 1;
  if (left <= 0 || left > LONGEST_DAYS * 86_400_000)
    throw invalidInput('A key expires in the future, within a year.', ['input', 'expiresAt']);
  const key = `${API_KEY_PREFIX}${newToken()}`;
  const { organizationId, userId } = actor;
  const id = newId();
  const prefix = key.slice(0, SHOWN);
  await app.db.$transaction(async (tx) => {
    await tx.apiKey.create({
      data: {
        id,
        organizationId,
        userId,
        name,
        prefix,
        keyHash: hashToken(key),
        scopes,
        expiresAt: input.expiresAt,
      },
    });
    const details = { name, prefix, scopes };
    await recordAudit(tx, actor, {
      action: 'api-key.created',
      subjectType: 'api-key',
      subjectId: id,
      details,
    });
  });
  return { id, key };
}

function scopeOf(actor: Actor, scope: string): Permission {
  if (isPermission(scope) && allows(actor, scope)) return scope;
  throw invalidInput(
    `"${scope}" is no permission that you have. The permissions are in docs/permissions.md.`,
    ['input', 'scopes'],
  );
}

/**
 * Revokes a key of the organization; it stops working at once.
 * @throws {DomainError} forbidden; not-found, also for one that was revoked before
 */
export async function revokeApiKey(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'api-keys.manage');
  const { organizationId } = actor;
  await app.db.$transaction(async (tx) => {
    const where = { id, organizationId, revokedAt: null };
    await tx.$queryRaw`SELECT 1 FROM api_key WHERE id = ${id}::uuid FOR UPDATE`;
    const key = await tx.apiKey.findFirst({ where });
    if (!key) throw notFound('The API key');
    checkVersion('The API key', key, expectedVersion);
    await tx.apiKey.updateMany({ where, data: { revokedAt: app.clock() } });
    const { name, prefix, scopes } = key;
    await recordAudit(tx, actor, {
      action: 'api-key.revoked',
      subjectType: 'api-key',
      subjectId: id,
      details: { name, prefix, scopes },
    });
    await announceUser(tx, key.userId);
  });
  return id;
}
