import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { openCredential } from './open-credential.js';

/**
 * Lets a credential be used, or not. Without a route they are asked in the order of their activation, in which one that
 * is active already keeps its place.
 * @throws {DomainError} not-found
 */
export async function activateCredential(
  app: App,
  actor: Actor,
  { id, active, expectedVersion }: { id: string; active: boolean; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'models.manage');
  await app.db.$transaction(async (tx) => {
    const { provider, name, active: before } = await openCredential(tx, actor, id, expectedVersion);
    if (before === active) return;
    await tx.providerCredential.update({
      where: { id },
      data: { active, activatedAt: active ? app.clock() : null, version: { increment: 1 } },
    });
    await recordAudit(tx, actor, {
      action: active ? 'credential.activated' : 'credential.deactivated',
      subjectType: 'credential',
      subjectId: id,
      details: { provider, name },
      before: { active: before },
      after: { active },
    });
  });
  app.models.forget(actor.organizationId);
  return id;
}
