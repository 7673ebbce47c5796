import type { ExecutionResult } from 'graphql';
import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Wakeups } from '../../platform/events/wakeups.js';

/** What a query came to, and the cost of its operation in points. */
export type Loaded = { cost: number } & Response;

/**
 * The result as it is sent, each byte of its JSON a letter (Latin-1), which Node writes in one piece with the headers; where
 * it holds errors, the result itself, which is never cached.
 */
type Response =
  | {
      content: string /** False for a workflow that does not exist and may do so later. */;
      mayCache: boolean;
    }
  | { content: null; result: ExecutionResult };

/** A response that is current, and the points of cost of its operation. */
export interface Cached {
  content: string;
  cost: number;
}

/** Whose workflow a query is about. */
export interface Target {
  organizationId: string;
  reference: string;
}

/** A workflow whose events this process hears. */
interface Followed {
  organizationId: string;
  /** Moves when the workflow may have changed: what was read before it moved is not current. */
  generation: number;
  loading: Map<string, Promise<Loaded>>;
  stop: () => void;
}

/** What makes a response current: that its workflow has not moved since, or has this version still. */
type Entry = Cached & ({ followed: Followed; generation: number } | { version: number });

/**
 * Responses of the polled query, used again while nothing they show has changed. A response is read after this process
 * has begun to listen for the workflow's events, and is outdated by the next event, before any subscriber here
 * hears of it; so none is older than the delivery of an event. While the database's announcements are not
 * heard, each request asks the database for the workflow's version instead: never stale, at the price of one short
 * statement.
 *
 * It relies on each visible change of a workflow being announced, and on `Target` and key together saying all
 * that the response depends on besides: the actor, the operation with its variables, the service's address.
 */
export class CachedResponses {
  readonly #entries: BoundedMap<Entry>;
  readonly #followed: BoundedMap<Followed>;
  readonly #beginning = new Map<string, Promise<Followed | null>>();
  readonly #stopListening: () => void;

  constructor(
    private readonly sql: Sql,
    private readonly wakeups: Wakeups,
    most = { workflows: 5_000, bytes: 64 * 1024 * 1024 },
  ) {
    this.#entries = new BoundedMap(most.bytes);
    this.#followed = new BoundedMap(most.workflows, (followed) => {
      followed.stop();
      // Nobody would outdate what was read of it.
      outdate(followed);
    });
    this.#stopListening = wakeups.onLost(() => {
      this.#entries.clear();
      for (const followed of this.#followed.values()) outdate(followed);
    });
  }

  /** The response under `key` where it is known to be current. */
  get(key: string): Cached | undefined {
    const entry = this.#entries.get(key);
    return entry && 'followed' in entry && entry.generation === entry.followed.generation ? entry : undefined;
  }

  /** Loads the response and caches it where that is safe. Equal requests at the same time share one `load`. */
  async through(key: string, target: Target, load: () => Promise<Loaded>): Promise<Loaded> {
    const followed = this.wakeups.listening ? await this.#follow(target) : null;
    if (!this.wakeups.listening) return this.#checked(key, target, load);
    if (!followed) return load();
    const shared = followed.loading.get(key);
    if (shared) return shared;

    const { generation } = followed;
    const loading = load().then((loaded) => {
      if (followed.generation === generation && this.wakeups.listening)
        this.#cache(key, loaded, { followed, generation });
      return loaded;
    });
    followed.loading.set(key, loading);
    try {
      return await loading;
    } finally {
      if (followed.loading.get(key) === loading) followed.loading.delete(key);
    }
  }

  /** Outdates what the organization may have changed, so that whoever changed it reads the change. */
  forget(organizationId: string): void {
    for (const followed of this.#followed.values())
      if (followed.organizationId === organizationId) outdate(followed);
  }

  close(): void {
    this.#stopListening();
    this.#followed.clear();
  }

  async #checked(key: string, target: Target, load: () => Promise<Loaded>): Promise<Loaded> {
    const version = await this.#versionOf(target);
    const entry = this.#entries.get(key);
    if (entry && 'version' in entry && entry.version === version) return { ...entry, mayCache: true };
    const loaded = await load();
    // What was read while the workflow changed is neither of the one version nor of the other.
    if (version !== null && (await this.#versionOf(target)) === version)
      this.#cache(key, loaded, { version });
    return loaded;
  }

  #cache(
    key: string,
    loaded: Loaded,
    current: { followed: Followed; generation: number } | { version: number },
  ) {
    if (loaded.content === null || !loaded.mayCache) return;
    const { content, cost } = loaded;
    this.#entries.set(key, { content, cost, ...current }, content.length);
  }

  #follow({ organizationId, reference }: Target): Promise<Followed | null> | Followed {
    const name = `${organizationId} ${reference}`;
    const known = this.#followed.get(name);
    if (known) return known;
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
      loading: new Map(),
      stop: this.wakeups.on(row.id, () => outdate(followed)),
    };
    this.#followed.set(name, followed);
    return followed;
  }

  async #versionOf({ reference, organizationId }: Target): Promise<number | null> {
    const [row] = await this.sql.query<{ version: number }>(
      'SELECT version FROM run WHERE reference = $1 AND organization_id = $2',
      [reference, organizationId],
      { prepare: true },
    );
    return row?.version ?? null;
  }
}

function outdate(followed: Followed): void {
  followed.generation++;
  followed.loading.clear();
}
