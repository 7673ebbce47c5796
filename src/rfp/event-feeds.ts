import type { Sql } from '../platform/database/sql.js';
import { createFeeds, type EventFeeds } from '../platform/events/event-feeds.js';
import type { Wakeups } from '../platform/events/wakeups.js';
import { type EventRow, eventOf, type WorkflowEvent } from './events.js';

const READ_AT_MOST = 500;

/** The events of workflows, by the id of the workflow's row. */
export const createEventFeeds = (sql: Sql, wakeups: Wakeups): EventFeeds<WorkflowEvent> =>
  createFeeds(
    {
      async last(workflowId) {
        const [row] = await sql.query<{ version: number }>('SELECT version FROM workflow WHERE id = $1', [
          workflowId,
        ]);
        return row?.version ?? 0;
      },
      async read(workflowId, sequence) {
        const rows = await sql.query<EventRow>(
          `SELECT workflow_id, sequence, kind, payload, at FROM workflow_event
           WHERE workflow_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${READ_AT_MOST}`,
          [workflowId, sequence],
        );
        return rows.map(eventOf);
      },
    },
    wakeups,
  );
