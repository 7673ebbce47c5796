import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { shownKey } from './api-key.js';
import { dataOf } from './input.js';
import { openCredential } from './open-credential.js';

/**
 * Takes a credential away for good, with its key and its places in routes. What was asked with it stays on record.
 * @throws {DomainError} not-found
 */
export async function deleteCredential(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'models.manage');
  await app.db.$transaction(async (tx) => {
    const credential = await openCredential(tx, actor, id, expectedVersion);
    const { provider, name } = credential;
    await tx.providerCredential.delete({ where: { id } });
    await recordAudit(tx, actor, {
      action: 'credential.deleted',
      subjectType: 'credential',
      subjectId: id,
      details: { provider, name },
      before: { ...dataOf(credential), active: credential.active, apiKey: shownKey(credential.sealedKey) },
    });
  });
  app.models.forget(actor.organizationId);
  return id;
}
