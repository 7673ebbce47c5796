import { createHash } from 'node:crypto';

/** The SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same of a value's JSON: tells whether the same was given before. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(value));
