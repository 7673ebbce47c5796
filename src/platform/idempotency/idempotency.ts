import { conflict } from '../errors.js';
import { hashOf } from '../secrets/hash.js';

/** A key that a caller gave to a piece of work, and the hash of all else that he gave. */
export interface Idempotency {
  key: string | null;
  hash: string;
}

/** @param input all that the work is made of, besides the key */
export const idempotencyOf = (key: string | null, input: unknown[]): Idempotency => ({
  key,
  hash: hashOf(input),
});

/** The columns that remember the key. */
export const keyColumns = ({ key, hash }: Idempotency) => ({
  idempotencyKey: key,
  idempotencyHash: key ? hash : null,
});

/**
 * Holds what was made with a key before against what is to be made with it now.
 * @throws {DomainError} conflict where it was made of other input
 */
export function checkSameInput(earlier: { idempotencyHash: string | null }, { hash }: Idempotency): void {
  if (earlier.idempotencyHash !== hash)
    throw conflict('This idempotency key was used before with other input. Use a new key for new work.');
}
