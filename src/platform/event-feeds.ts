import type { Wakeups } from './wakeups.js';

const KEPT_EVENTS = 512;
const REPEAT_MS = 500;

/** Where numbered events are read from; `id` says whose they are, and is what wake-ups carry. */
export interface EventSource<Event> {
  /** Sequence of the last event; 0 where there is none. */
  last(id: string): Promise<number>;
  /** Events after `sequence`, in order, a bounded number; none where there are no more. */
  read(id: string, sequence: number): Promise<Event[]>;
}

/**
 * The latest events of one workflow, item or organization, shared by all its subscribers in this process: each event
 * is read from the table once, however many follow.
 */
class EventFeed<Event extends { sequence: number }> {
  #events: Event[] = [];
  #last: number;
  #waiting = new Set<() => void>();
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(
    private readonly read: (sequence: number) => Promise<Event[]>,
    last: number,
  ) {
    this.#last = last;
  }

  /** Events after `sequence` that are in memory; null where older ones must be read from the table. */
  after(sequence: number): Event[] | null {
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
      const fresh = await this.read(this.#last);
      const newest = fresh.at(-1);
      if (!newest) return;
      this.#events = [...this.#events, ...fresh].slice(-KEPT_EVENTS);
      this.#last = newest.sequence;
      for (const done of [...this.#waiting]) done();
    }
  }
}

export interface EventFeeds<Event> {
  /** Events of `id` with `sequence > after`: first the past, then live, without gap or double. */
  follow(id: string, after: number, signal: AbortSignal): AsyncGenerator<Event, void, void>;
}

export function createFeeds<Event extends { sequence: number }>(
  source: EventSource<Event>,
  wakeups: Wakeups,
): EventFeeds<Event> {
  type Feed = EventFeed<Event>;
  const feeds = new Map<string, { feed: Promise<Feed>; users: number; stop: () => void }>();

  const open = async (id: string): Promise<Feed> =>
    new EventFeed((sequence) => source.read(id, sequence), await source.last(id));

  function join(id: string): Promise<Feed> {
    const known = feeds.get(id);
    if (known) {
      known.users++;
      return known.feed;
    }
    // Listen first, then look: what is committed in between wakes the feed.
    const stop = wakeups.on(id, () => void feed.then((it) => it.wake()).catch(() => {}));
    const feed = open(id);
    feeds.set(id, { feed, users: 1, stop });
    return feed;
  }

  function leave(id: string) {
    const entry = feeds.get(id);
    if (!entry || --entry.users > 0) return;
    entry.stop();
    feeds.delete(id);
  }

  return {
    async *follow(id, after, signal) {
      const joining = join(id);
      try {
        const feed = await joining;
        let cursor = after;
        while (!signal.aborted) {
          // A subscriber that fell behind what is in memory reads on from the table, at its own pace.
          const events = feed.after(cursor) ?? (await source.read(id, cursor));
          for (const event of events) {
            if (signal.aborted) return;
            cursor = event.sequence;
            yield event;
          }
          if (!events.length) await feed.changed(cursor, signal);
        }
      } finally {
        leave(id);
      }
    },
  };
}
