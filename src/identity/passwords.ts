import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { invalidInput } from '../platform/errors.js';

/** The memory-saving choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const ARGON2ID = 2 as Algorithm.Argon2id;
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

export const verifyPassword = (given: { hash: string; password: string }): Promise<boolean> =>
  verify(given.hash, given.password.normalize('NFKC'));

/**
 * NIST SP 800-63B, 3.1.1: length counts, and what an attacker tries first is refused; no rules of composition.
 * @throws {DomainError} invalid-input
 */
export function checkPassword(password: string, email: string, path: string[]): void {
  const { length } = [...password];
  if (length < SHORTEST_PASSWORD)
    throw invalidInput(
      `The password has ${length} characters; at least ${SHORTEST_PASSWORD} are needed.`,
      path,
    );
  if (length > LONGEST_PASSWORD)
    throw invalidInput(`The password has ${length} characters; ${LONGEST_PASSWORD} are allowed.`, path);
  const lower = password.toLowerCase();
  if (lower.includes(email.split('@')[0]!.toLowerCase()) && email.split('@')[0]!.length > 3)
    throw invalidInput('The password contains your e-mail address. Choose another.', path);
  if (new Set(lower).size < 5)
    throw invalidInput('The password repeats a few characters. Choose another.', path);
}
