import type { Sql } from '../../platform/database/sql.js';
import type { Workflow } from '../workflow.js';

export const RENEW_EVERY_MS = 10_000;
const WATCHED_MS = 30_000;

/** Until when somebody who says so now counts as watching. */
export const watchedFrom = (now: Date): Date => new Date(now.getTime() + WATCHED_MS);

/** Whether anybody watches: only then is a text asked for piece by piece, and written while it grows. */
export const isWatched = ({ watchedUntil }: Pick<Workflow, 'watchedUntil'>, now: Date): boolean =>
  watchedUntil !== null && watchedUntil > now;

/** Puts on record that somebody watches the workflow. */
export const watch = (sql: Sql, workflowId: string, now: Date): Promise<unknown> =>
  sql.query('UPDATE workflow SET watched_until = GREATEST(watched_until, $2) WHERE id = $1', [
    workflowId,
    watchedFrom(now),
  ]);
