import { Reading } from '../concurrency/reading.js';
import { Shared } from '../concurrency/shared.js';
import { Waiting } from '../concurrency/waiting.js';
import { currentScope, inScope } from '../database/scope.js';
import type { Wakeups } from './wakeups.js';

const KEPT_EVENTS = 512;

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
  readonly #waiting = new Waiting();
  readonly #reading = new Reading(
    () => this.#read(),
    () => this.#waiting.isAny,
  );

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
    return sequence < this.#last ? Promise.resolve() : this.#waiting.wait(signal);
  }

  wake(): void {
    this.#reading.wake();
  }

  async #read(): Promise<void> {
    for (;;) {
      const fresh = await this.read(this.#last);
      const newest = fresh.at(-1);
      if (!newest) return;
      this.#events = [...this.#events, ...fresh].slice(-KEPT_EVENTS);
      this.#last = newest.sequence;
      this.#waiting.wake();
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
  const feeds = new Shared((id) => {
    // Listen first, then look: what is committed in between wakes the feed.
    const stop = wakeups.on(id, () => void thing.then((feed) => feed.wake()).catch(() => {}));
    const thing = open(id);
    return { thing, close: stop };
  });

  const open = async (id: string) => {
    // Wake-ups come in nobody's scope: the feed goes on in that of who came first.
    const scope = currentScope();
    const read = (sequence: number) => inScope(scope, () => source.read(id, sequence));
    return new EventFeed(read, await source.last(id));
  };

  return {
    async *follow(id, after, signal) {
      const joining = feeds.join(id);
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
        feeds.leave(id);
      }
    },
  };
}
