import { randomBytes } from 'node:crypto';
import { sha256 } from '../platform/secrets/hash.js';

/** What the database keeps of a secret of 128 random bits or more, which needs no slow hash. */
export const hashToken = (token: string): string => sha256(token);

/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');
