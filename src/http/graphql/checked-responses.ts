import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Loaded, Target } from './workflow-responses.js';

/**
 * Responses of the polled query, each used again as long as the database, asked every time, says that the
 * workflow still has the version which the response was read at. Never stale, at the price of one short statement.
 */
export class CheckedResponses {
  readonly #kept: BoundedMap<{ version: number; loaded: Loaded }>;

  constructor(
    private readonly sql: Sql,
    mostBytes: number,
  ) {
    this.#kept = new BoundedMap(mostBytes);
  }

  async through(key: string, target: Target, load: () => Promise<Loaded>): Promise<Loaded> {
    const version = await this.#versionOf(target);
    const kept = this.#kept.get(key);
    if (kept && kept.version === version) return kept.loaded;
    if (kept) this.#kept.delete(key);
    const loaded = await load();
    // What was read while the workflow changed is neither of the one version nor of the other.
    if (loaded.content && loaded.mayKeep && version !== null && (await this.#versionOf(target)) === version)
      this.#kept.set(key, { version, loaded }, loaded.content.length);
    return loaded;
  }

  clear(): void {
    this.#kept.clear();
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
