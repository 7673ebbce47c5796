import type { Sql } from '../platform/sql.js';
import type { Loaded, Target } from './workflow-responses.js';

/**
 * Responses of the polled query, each used again as long as the database, asked every time, says that the
 * workflow still has the version which the response was read at. Never stale, at the price of one short statement.
 */
export class CheckedResponses {
  // In order of use, the longest unused first.
  #kept = new Map<string, { version: number; loaded: Loaded; bytes: number }>();
  #bytes = 0;

  constructor(
    private readonly sql: Sql,
    private readonly mostBytes: number,
  ) {}

  async through(key: string, target: Target, load: () => Promise<Loaded>): Promise<Loaded> {
    const version = await this.#versionOf(target);
    const kept = this.#kept.get(key);
    if (kept) this.#drop(key, kept.bytes);
    if (kept && kept.version === version) {
      this.#keep(key, version, kept.loaded);
      return kept.loaded;
    }
    const loaded = await load();
    // What was read while the workflow changed is neither of the one version nor of the other.
    if (loaded.mayKeep && version !== null && (await this.#versionOf(target)) === version)
      this.#keep(key, version, loaded);
    return loaded;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  async #versionOf({ reference, organizationId }: Target): Promise<number | null> {
    const [row] = await this.sql.query<{ version: number }>(
      'SELECT version FROM workflow WHERE reference = $1 AND organization_id = $2',
      [reference, organizationId],
      { prepare: true },
    );
    return row?.version ?? null;
  }

  #keep(key: string, version: number, loaded: Loaded): void {
    const before = this.#kept.get(key);
    if (before) this.#drop(key, before.bytes);
    const bytes = key.length + (loaded.content?.length ?? 0);
    this.#kept.set(key, { version, loaded, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#kept) {
      if (this.#bytes <= this.mostBytes) break;
      this.#drop(oldest, freed);
    }
  }

  #drop(key: string, bytes: number): void {
    this.#kept.delete(key);
    this.#bytes -= bytes;
  }
}
