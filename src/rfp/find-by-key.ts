import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { checkSameInput, type Idempotency } from '../platform/idempotency/idempotency.js';

/**
 * The workflow that was made with this key before.
 * @throws {DomainError} conflict where it was made of other input
 */
export async function findByKey(app: App, actor: Actor, once: Idempotency): Promise<Workflow | null> {
  if (!once.key) return null;
  const where = { organizationId: actor.organizationId, idempotencyKey: once.key };
  const earlier = await app.db.workflow.findFirst({ where });
  if (earlier) checkSameInput(earlier, once);
  return earlier;
}
