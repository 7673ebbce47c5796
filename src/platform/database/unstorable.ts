import { sqlStateOf } from './outage.js';

// https://www.postgresql.org/docs/current/errcodes-appendix.html: bytes that are no text, characters that JSON cannot have.
const SQL_STATES = /^(22021|22P05)$/;

/** What a user is told of it. */
export const UNSTORABLE = 'A text holds the character NUL, which no text of this service has. Take it out.';

/**
 * Whether PostgreSQL refuses a text: one with NUL. Longer texts are cleaned of it; names, ids and what is searched for mean
 * something else without it, so they are refused, wherever they come from.
 */
export const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && SQL_STATES.test(sqlStateOf(error));
