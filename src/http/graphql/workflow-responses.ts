import type { ExecutionResult } from 'graphql';
import type { Sql } from '../../platform/database/sql.js';
import type { Wakeups } from '../../platform/events/wakeups.js';
import { CheckedResponses } from './checked-responses.js';

/** What a query came to, and the cost of its operation in points. */
export type Loaded = { cost: number } & Response;

/** The result as it is sent; where it holds errors, the result itself, which is never kept. */
type Response =
  | { content: Buffer /** False for a workflow that does not exist and may do so later. */; mayKeep: boolean }
  | { content: null; result: ExecutionResult };

/** A response that is current, and the points of cost of its operation. */
export interface Kept {
  content: Buffer;
  cost: number;
}

const bytesOf = (key: string, { content }: Kept) => content.length + 2 * key.length;

/** Whose workflow a query is about. */
export interface Target {
  organizationId: string;
  reference: string;
}

interface Followed {
  organizationId: string;
  /** Moves when the workflow may have changed: what was read before it moved is not kept. */
  generation: number;
  kept: Map<string, Kept>;
  loading: Map<string, Promise<Loaded>>;
  stop: () => void;
}

/**
 * Responses of the polled query, kept while nothing they show has changed. A response is read after this process
 * has begun to listen for the workflow's events, and is dropped by the next event, before any subscriber here
 * hears of it; so none is older than the delivery of an event. While the database's announcements are not
 * heard, each request asks the database for the workflow's version instead.
 *
 * It relies on each visible change of a workflow being announced, and on `Target` and key together saying all
 * that the response depends on besides: the actor, the operation with its variables, the service's address.
 */
export class WorkflowResponses {
  // In order of the last loading, the longest ago first.
  #followed = new Map<string, Followed>();
  #beginning = new Map<string, Promise<Followed | null>>();
  // In order of use, the longest unused first.
  #kept = new Map<string, Followed>();
  #bytes = 0;
  readonly #checked: CheckedResponses;
  readonly #stopListening: () => void;

  constructor(
    private readonly sql: Sql,
    private readonly wakeups: Wakeups,
    private readonly most = { workflows: 5_000, bytes: 64 * 1024 * 1024 },
  ) {
    this.#checked = new CheckedResponses(sql, most.bytes);
    this.#stopListening = wakeups.onLost(() => {
      this.#checked.clear();
      for (const followed of this.#followed.values()) this.#changed(followed);
    });
  }

  /** The response kept under `key`, if any. */
  get(key: string): Kept | undefined {
    const followed = this.#kept.get(key);
    if (!followed) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, followed);
    return followed.kept.get(key);
  }

  /** Loads the response and keeps it where that is safe. Equal requests at the same time share one `load`. */
  async through(key: string, target: Target, load: () => Promise<Loaded>): Promise<Loaded> {
    const followed = this.wakeups.listening ? await this.#follow(target) : null;
    if (!this.wakeups.listening) return this.#checked.through(key, target, load);
    if (!followed) return load();
    const shared = followed.loading.get(key);
    if (shared) return shared;

    const { generation } = followed;
    const loading = load().then((loaded) => {
      const isCurrent = followed.generation === generation && this.wakeups.listening;
      if (loaded.content && loaded.mayKeep && isCurrent) this.#keep(key, followed, loaded);
      return loaded;
    });
    followed.loading.set(key, loading);
    try {
      return await loading;
    } finally {
      if (followed.loading.get(key) === loading) followed.loading.delete(key);
    }
  }

  /** Drops what the organization may have changed, so that whoever changed it reads the change. */
  forget(organizationId: string): void {
    for (const followed of this.#followed.values())
      if (followed.organizationId === organizationId) this.#changed(followed);
  }

  close(): void {
    this.#stopListening();
    for (const name of [...this.#followed.keys()]) this.#end(name);
  }

  #follow({ organizationId, reference }: Target): Promise<Followed | null> | Followed {
    const name = `${organizationId} ${reference}`;
    const known = this.#followed.get(name);
    if (known) {
      this.#followed.delete(name);
      this.#followed.set(name, known);
      return known;
    }
    const begun = this.#beginning.get(name);
    if (begun) return begun;
    const beginning = this.#begin(name, organizationId, reference).finally(() =>
      this.#beginning.delete(name),
    );
    this.#beginning.set(name, beginning);
    return beginning;
  }

  async #begin(name: string, organizationId: string, reference: string): Promise<Followed | null> {
    const [row] = await this.sql.query<{ id: string }>(
      'SELECT id FROM run WHERE reference = $1 AND organization_id = $2',
      [reference, organizationId],
      { prepare: true },
    );
    if (!row) return null;
    const followed: Followed = {
      organizationId,
      generation: 0,
      kept: new Map(),
      loading: new Map(),
      stop: this.wakeups.on(row.id, () => this.#changed(followed)),
    };
    this.#followed.set(name, followed);
    if (this.#followed.size > this.most.workflows) this.#end(this.#followed.keys().next().value!);
    return followed;
  }

  #keep(key: string, followed: Followed, kept: Kept): void {
    const bytes = bytesOf(key, kept);
    if (bytes > this.most.bytes) return;
    followed.kept.set(key, { content: kept.content, cost: kept.cost });
    this.#kept.set(key, followed);
    this.#bytes += bytes;
    for (const [oldest, owner] of this.#kept) {
      if (this.#bytes <= this.most.bytes) break;
      this.#drop(oldest, owner);
    }
  }

  #drop(key: string, followed: Followed): void {
    this.#bytes -= bytesOf(key, followed.kept.get(key)!);
    followed.kept.delete(key);
    this.#kept.delete(key);
  }

  #changed(followed: Followed): void {
    followed.generation++;
    followed.loading.clear();
    for (const key of followed.kept.keys()) this.#drop(key, followed);
  }

  #end(name: string): void {
    const followed = this.#followed.get(name)!;
    this.#followed.delete(name);
    followed.stop();
    // What is still loading for it must not be kept: nobody would drop it.
    this.#changed(followed);
  }
}
