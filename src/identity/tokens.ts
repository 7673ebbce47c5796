import { createHash, randomBytes } from 'node:crypto';

/** What the database keeps of a secret of 128 random bits or more, which needs no slow hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');
