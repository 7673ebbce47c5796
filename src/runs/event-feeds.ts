import type { Sql } from '../platform/database/sql.js';
import { createFeeds, type EventFeeds } from '../platform/events/event-feeds.js';
import type { Wakeups } from '../platform/events/wakeups.js';
import type { RunEvent } from './run-types.js';

declare module '../app-types.js' {
  interface App {
    feeds: EventFeeds<RunEvent>;
  }
}

const READ_AT_MOST = 500;

interface EventRow {
  workflow_id: string;
  sequence: number;
  kind: string;
  payload: object;
  at: Date;
}

const eventOf = ({ workflow_id: runId, sequence, kind, payload, at }: EventRow): RunEvent => ({
  ...payload,
  kind,
  runId,
  sequence,
  at,
});

/** The events of runs, by the id of the run. */
export const createEventFeeds = (sql: Sql, wakeups: Wakeups): EventFeeds<RunEvent> =>
  createFeeds(
    {
      async last(runId) {
        const [row] = await sql.query<{ version: number }>('SELECT version FROM run WHERE id = $1', [runId]);
        return row?.version ?? 0;
      },
      async read(runId, sequence) {
        const rows = await sql.query<EventRow>(
          `SELECT workflow_id, sequence, kind, payload, at FROM workflow_event
           WHERE workflow_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${READ_AT_MOST}`,
          [runId, sequence],
        );
        return rows.map(eventOf);
      },
    },
    wakeups,
  );
