import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { checkSameInput, type Idempotency } from '../platform/idempotency/idempotency.js';
import { findWorkflow, type Workflow } from './workflow.js';

/**
 * The workflow that was made with this key before.
 * @throws {DomainError} conflict where it was made of other input
 */
export async function findByKey(app: App, actor: Actor, once: Idempotency): Promise<Workflow | null> {
  if (!once.key) return null;
  const { organizationId } = actor;
  const earlier = await findWorkflow(app, { organizationId, run: { idempotencyKey: once.key } });
  if (earlier) checkSameInput(earlier, once);
  return earlier;
}
