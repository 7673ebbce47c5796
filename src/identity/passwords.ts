import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { invalidInput } from '../platform/errors.js';
import { isCommonPassword } from './common-passwords.js';

/** The memory-saving choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const ARGON2ID = 2 as Algorithm.Argon2id;
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

export const verifyPassword = (given: { hash: string; password: string }): Promise<boolean> =>
  verify(given.hash, given.password.normalize('NFKC'));

/** What attackers try with every account here, besides what they know of its owner. */
const PRODUCT = 'bidwright';

/** Words of the product and of the account, of which a password must not be made. */
const wordsAbout = ({ email, name }: Owner): string[] => {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const words = [PRODUCT, local, ...domain.split('.'), ...name.toLowerCase().split(/\s+/)];
  return words.filter((word) => word.length > 3).sort((a, b) => b.length - a.length);
};

/** Whose password it is, as far as it is known. */
interface Owner {
  email: string;
  name: string;
}

/**
 * NIST SP 800-63B, 3.1.1: length counts, and what an attacker tries first is refused; no rules of composition.
 * @throws {DomainError} invalid-input
 */
export function checkPassword(password: string, owner: Owner, path: string[]): void {
  const { length } = [...password];
  if (length < SHORTEST_PASSWORD)
    throw invalidInput(
      `The password has ${length} characters; at least ${SHORTEST_PASSWORD} are needed.`,
      path,
    );
  if (length > LONGEST_PASSWORD)
    throw invalidInput(`The password has ${length} characters; ${LONGEST_PASSWORD} are allowed.`, path);
  const lower = password.toLowerCase();
  const rest = wordsAbout(owner).reduce((left, word) => left.replaceAll(word, ''), lower);
  if (rest.length < lower.length && [...rest].length < SHORTEST_PASSWORD)
    throw invalidInput(
      `The password is made of your name, your e-mail address or "${PRODUCT}". Add ${SHORTEST_PASSWORD} other characters, or choose another.`,
      path,
    );
  if (isCommonPassword(lower))
    throw invalidInput('The password is among those that are tried first. Choose another.', path);
  if (new Set(lower).size < 5)
    throw invalidInput('The password repeats a few characters. Choose another.', path);
}
