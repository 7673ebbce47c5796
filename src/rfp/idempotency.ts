import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { conflict } from '../platform/errors.js';

/** A key that a caller gave to a piece of work, and the hash of all else that he gave. */
export interface Idempotency {
  key: string | null;
  hash: string;
}

/**
 * The workflow that was made with this key before.
 * @throws {DomainError} conflict where it was made of other input
 */
export async function findByKey(
  app: App,
  actor: Actor,
  { key, hash }: Idempotency,
): Promise<Workflow | null> {
  if (!key) return null;
  const where = { organizationId: actor.organizationId, idempotencyKey: key };
  const earlier = await app.db.workflow.findFirst({ where });
  if (earlier && earlier.idempotencyHash !== hash)
    throw conflict('This idempotency key was used before with other input. Use a new key for new work.');
  return earlier;
}

/** The columns that remember the key. */
export const keyColumns = ({ key, hash }: Idempotency) => ({
  idempotencyKey: key,
  idempotencyHash: key ? hash : null,
});

/** Two calls with one key at the same moment: the unique key let one through, and this is what the other gets. */
export const isUniqueViolation = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'P2002';
