import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562): ordered by time of creation. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `value` has the form of a UUID; PostgreSQL raises an error for anything else. */
export const isUuid = (value: string): boolean => UUID.test(value);

// Without 0, O, 1, I and L, which people confuse when they read an id aloud.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * A readable id: prefix, UTC time to the second, and random characters against collisions within it.
 * @example readableId('WF-RFP', new Date()) // 'WF-RFP-20261120145900-7F3KQ2'
 */
export function readableId(prefix: string, at: Date): string {
  const time = at.toISOString().replace(/\D/g, '').slice(0, 14);
  const tail = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${prefix}-${time}-${tail}`;
}
