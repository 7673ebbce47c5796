import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
// NIST SP 800-38D: 96 bits of initialization vector, the whole tag of 128 bits.
const IV_BYTES = 12;
const authTagLength = 16;

/**
 * Encrypts with AES-256-GCM under a random initialization vector: one key for fewer than 2^32 texts.
 * @param context is not in the result, and has to be the same for it to open
 * @returns the vector, the ciphertext and the tag
 */
export function encryptBytes(key: KeyObject, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength }).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was encrypted; null where it was changed, or under another key or context. */
export function decryptBytes(key: KeyObject, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < IV_BYTES + authTagLength) return null;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-authTagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -authTagLength)), decipher.final()]);
  } catch {
    return null;
  }
}
