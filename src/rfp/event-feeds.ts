import type { Sql } from '../platform/sql.js';
import type { Wakeups } from '../platform/wakeups.js';
import { type EventRow, eventOf, type WorkflowEvent } from './events.js';

const KEPT_EVENTS = 512;
const READ_AT_MOST = 500;
const REPEAT_MS = 500;

/**
 * The latest events of one workflow, shared by all its subscribers in this process: each event is read from
 * the table once, however many follow.
 */
class EventFeed {
  #events: WorkflowEvent[] = [];
  #last: number;
  #waiting = new Set<() => void>();
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(
    private readonly sql: Sql,
    private readonly workflowId: string,
    last: number,
  ) {
    this.#last = last;
  }

  /** Events after `sequence` that are in memory; null where older ones must be read from the table. */
  after(sequence: number): WorkflowEvent[] | null {
    if (sequence >= this.#last) return [];
    const first = this.#events[0]?.sequence;
    if (first === undefined || sequence + 1 < first) return null;
    return this.#events.slice(sequence + 1 - first);
  }

  /** Resolves when there may be an event after `sequence`, or when `signal` aborts. */
  changed(sequence: number, signal: AbortSignal): Promise<void> {
    if (sequence < this.#last || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** Reads what is new; a wake-up during a read causes one more read, never a parallel one. */
  wake(): void {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = null;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
    // The word of these events has been given and will not come again: those who wait have to get them.
    this.#reading.catch(() => setTimeout(() => this.#waiting.size && this.wake(), REPEAT_MS));
  }

  async #read(): Promise<void> {
    for (;;) {
      const fresh = await readEvents(this.sql, this.workflowId, this.#last);
      const newest = fresh.at(-1);
      if (!newest) return;
      this.#events = [...this.#events, ...fresh].slice(-KEPT_EVENTS);
      this.#last = newest.sequence;
      for (const done of [...this.#waiting]) done();
    }
  }
}

/** Up to 500 events after `sequence`, in order. */
async function readEvents(sql: Sql, workflowId: string, sequence: number): Promise<WorkflowEvent[]> {
  const rows = await sql.query<EventRow>(
    `SELECT workflow_id, sequence, kind, payload, at FROM workflow_event
     WHERE workflow_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${READ_AT_MOST}`,
    [workflowId, sequence],
    { prepare: true },
  );
  return rows.map(eventOf);
}

export interface EventFeeds {
  /** Events of a workflow with `sequence > after`: first the past, then live, without gap or double. */
  follow(workflowId: string, after: number, signal: AbortSignal): AsyncGenerator<WorkflowEvent, void, void>;
}

export function createEventFeeds(sql: Sql, wakeups: Wakeups): EventFeeds {
  const feeds = new Map<string, { feed: Promise<EventFeed>; users: number; stop: () => void }>();

  async function open(workflowId: string): Promise<EventFeed> {
    const [row] = await sql.query<{ version: number }>('SELECT version FROM workflow WHERE id = $1', [
      workflowId,
    ]);
    return new EventFeed(sql, workflowId, row?.version ?? 0);
  }

  function join(workflowId: string): Promise<EventFeed> {
    const known = feeds.get(workflowId);
    if (known) {
      known.users++;
      return known.feed;
    }
    // Listen first, then look: what is committed in between wakes the feed.
    const stop = wakeups.on(workflowId, () => void feed.then((it) => it.wake()).catch(() => {}));
    const feed = open(workflowId);
    feeds.set(workflowId, { feed, users: 1, stop });
    return feed;
  }

  function leave(workflowId: string) {
    const entry = feeds.get(workflowId);
    if (!entry || --entry.users > 0) return;
    entry.stop();
    feeds.delete(workflowId);
  }

  return {
    async *follow(workflowId, after, signal) {
      const joining = join(workflowId);
      try {
        const feed = await joining;
        let cursor = after;
        while (!signal.aborted) {
          // A subscriber that fell behind what is in memory reads on from the table, at its own pace.
          const events = feed.after(cursor) ?? (await readEvents(sql, workflowId, cursor));
          for (const event of events) {
            if (signal.aborted) return;
            cursor = event.sequence;
            yield event;
          }
          if (!events.length) await feed.changed(cursor, signal);
        }
      } finally {
        leave(workflowId);
      }
    },
  };
}
