import type { Sql } from '../platform/database/sql.js';
import { createFeeds, type EventFeeds } from '../platform/events/event-feeds.js';
import type { Wakeups } from '../platform/events/wakeups.js';
import type { KnowledgeEvent } from './events.js';

declare module '../app-types.js' {
  interface App {
    knowledgeFeeds: KnowledgeFeeds;
  }
}

/** The events of knowledge items, numbered within whichever of the two is followed. */
export interface KnowledgeFeeds {
  item: EventFeeds<KnowledgeEvent>;
  organization: EventFeeds<KnowledgeEvent>;
}

const READ_AT_MOST = 500;

interface EventRow {
  item_id: string;
  number: number;
  kind: string;
  payload: Record<string, unknown>;
  at: Date;
}

const eventOf = ({ item_id: itemId, number: sequence, kind, payload, at }: EventRow): KnowledgeEvent =>
  ({ ...payload, kind, itemId, sequence, at }) as KnowledgeEvent;

export function createKnowledgeFeeds(sql: Sql, wakeups: Wakeups): KnowledgeFeeds {
  const feedsBy = (owner: 'item_id' | 'organization_id', number: 'item_sequence' | 'sequence') =>
    createFeeds<KnowledgeEvent>(
      {
        async last(id) {
          const [row] = await sql.query<{ last: number | null }>(
            `SELECT max(${number}) AS last FROM knowledge_event WHERE ${owner} = $1`,
            [id],
          );
          return row?.last ?? 0;
        },
        async read(id, sequence) {
          const rows = await sql.query<EventRow>(
            `SELECT item_id, ${number} AS number, kind, payload, at FROM knowledge_event
             WHERE ${owner} = $1 AND ${number} > $2 ORDER BY ${number} LIMIT ${READ_AT_MOST}`,
            [id, sequence],
          );
          return rows.map(eventOf);
        },
      },
      wakeups,
    );
  return {
    item: feedsBy('item_id', 'item_sequence'),
    organization: feedsBy('organization_id', 'sequence'),
  };
}
