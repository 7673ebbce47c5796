import type { Sql } from '../platform/database/sql.js';
import { createFeeds, type EventFeeds } from '../platform/events/event-feeds.js';
import type { Wakeups } from '../platform/events/wakeups.js';
import type { Event, SubjectName } from './event-types.js';

declare module '../app-types.js' {
  interface App {
    feeds: Feeds;
  }
}

const READ_AT_MOST = 500;

/** Events by what is followed; `number` is what their numbers count within. */
export interface Feeds {
  /** Of one subject, by its id. */
  subject: EventFeeds<Event>;
  /** All of an organization, by its id; their numbers are positions. */
  organization: EventFeeds<Numbered>;
  /** Those of an organization that are of one type of subject. */
  ofType(type: SubjectName): EventFeeds<Event>;
}

/** An event with the number that its feed counts by. */
export type Numbered = { sequence: number; event: Event };

interface Row {
  subject_type: SubjectName;
  subject_id: string;
  sequence: number;
  type_sequence: string;
  position: string;
  kind: string;
  payload: object;
  at: Date;
}

const eventOf = (row: Row): Event => ({
  ...row.payload,
  kind: row.kind,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  sequence: row.sequence,
  position: Number(row.position),
  at: row.at,
});

const COLUMNS = 'subject_type, subject_id, sequence, type_sequence, position, kind, payload, at';

const LAST = {
  subject: 'SELECT max(sequence)::text AS last FROM event WHERE subject_id = $1',
  type: 'SELECT last::text FROM event_count WHERE organization_id = $1 AND subject_type = $2',
  organization: `SELECT last::text FROM event_count WHERE organization_id = $1 AND subject_type = ''`,
};

const AFTER = {
  subject: 'subject_id = $1 AND sequence > $2 ORDER BY sequence',
  type: 'organization_id = $1 AND subject_type = $3 AND type_sequence > $2 ORDER BY type_sequence',
  organization: 'organization_id = $1 AND position > $2 ORDER BY position',
};

/** How events are read and awaited, each once in this process however many follow. */
export function createEventFeeds(sql: Sql, wakeups: Wakeups): Feeds {
  const feedsOf = <T extends { sequence: number }>(
    by: keyof typeof LAST,
    make: (event: Event, row: Row) => T,
    ...type: SubjectName[]
  ) =>
    createFeeds<T>(
      {
        async last(id) {
          const [row] = await sql.query<{ last: string | null }>(LAST[by], [id, ...type], { prepare: true });
          return Number(row?.last ?? 0);
        },
        async read(id, after) {
          const text = `SELECT ${COLUMNS} FROM event WHERE ${AFTER[by]} LIMIT ${READ_AT_MOST}`;
          const rows = await sql.query<Row>(text, [id, after, ...type], { prepare: true });
          return rows.map((row) => make(eventOf(row), row));
        },
      },
      wakeups,
    );
  const byType = new Map<SubjectName, EventFeeds<Event>>();
  return {
    subject: feedsOf('subject', (event) => event),
    organization: feedsOf('organization', (event) => ({ sequence: event.position, event })),
    ofType(type) {
      const known =
        byType.get(type) ??
        feedsOf('type', (event, row) => ({ ...event, sequence: Number(row.type_sequence) }), type);
      byType.set(type, known);
      return known;
    },
  };
}
