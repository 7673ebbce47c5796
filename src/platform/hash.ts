import { createHash } from 'node:crypto';

/** The SHA-256 of a value's JSON, in hexadecimal: tells whether the same was given before. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');
