import { createHmac, timingSafeEqual } from 'node:crypto';

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** RFC 6238, 5.2: one period either way, for clocks that differ and people who type. */
const DRIFT = 1;

/** The period that a moment lies in, counted from 1970: the T of RFC 6238, 4.2. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / PERIOD_SECONDS);

/** The code of a period: RFC 4226, 5.3, with SHA-1, which all authenticator apps know. */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** Whether it looks like a code of an authenticator app, and not like a backup code. */
export const isTotp = (code: string): boolean => /^\d{6}$/.test(code);

/**
 * The period whose code this is, of those that count at the moment.
 * @param after the period of the last code that was accepted: RFC 6238, 5.2 forbids to accept one twice
 * @returns null where the code is wrong, too old, or was used
 */
export function stepOf(secret: Uint8Array, code: string, now: Date, after: number): number | null {
  const current = stepAt(now);
  let found: number | null = null;
  for (let step = current - DRIFT; step <= current + DRIFT; step++)
    if (step > after && timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code))) found ??= step;
  return found;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 of RFC 4648 without padding, as authenticator apps want secrets typed in. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** What authenticator apps read from a QR code. */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${query}&algorithm=SHA1&digits=${DIGITS}&period=${PERIOD_SECONDS}`;
}
