import { createHmac, randomInt } from 'node:crypto';

const COUNT = 10;
const HALF = 5;
// Crockford's base 32: without I, L, O and U, which are read as others.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const half = () => Array.from({ length: HALF }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Ten codes of 50 random bits each, such as 7GK2M-Q0XRT. */
export const newBackupCodes = (): string[] => Array.from({ length: COUNT }, () => `${half()}-${half()}`);

/**
 * What the database keeps of a backup code: keyed by the secret of the second factor, so that who reads it without a
 * master key has nothing to try codes against.
 * @param code as it was typed: in any case, with or without dashes, O for 0, I or L for 1
 */
export function hashBackupCode(secret: Uint8Array, code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHmac('sha256', secret).update(`backup code ${plain}`).digest('hex');
}
