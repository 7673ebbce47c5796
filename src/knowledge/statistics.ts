import { BoundedMap } from '../platform/concurrency/bounded-map.js';
import type { Sql } from '../platform/database/sql.js';

/** How often words occur in the passages of a tenant, from a sample of them. */
export interface Statistics {
  passages: number;
  /** Lexeme -> share of the passages that hold it; only lexemes of some frequency, see `LEAST_HITS`. */
  shares: ReadonlyMap<string, number>;
}

/** A tenant with fewer passages is counted whole. */
const SAMPLE = 1_500;
/** A lexeme found less often in the sample is rare; it is counted when it is asked for, which is cheap then. */
const LEAST_HITS = 3;
/** Counting takes at most this share of the time. */
const UPKEEP = 0.001;
const MOST_TENANTS = 50;

interface CountedStatistics {
  statistics: Promise<Statistics>;
  /** When to count again, in milliseconds of `performance.now()`. */
  until: number;
}

/**
 * The statistics of tenants, kept in the process. They weigh words and plan statements and never decide what is
 * found, so that they may be a little old: a tenant of a thousand passages is counted again after some 10 seconds, one
 * of a hundred thousand after a minute or two, beside the search that notices.
 */
class StatisticsCache {
  private readonly kept = new BoundedMap<CountedStatistics>(MOST_TENANTS);

  constructor(private readonly sql: Sql) {}

  async of(organizationId: string): Promise<Statistics> {
    const known = this.kept.get(organizationId);
    if (!known) return this.count(organizationId);
    if (performance.now() > known.until) {
      known.until = Number.POSITIVE_INFINITY;
      this.count(organizationId).catch(() => this.kept.delete(organizationId));
    }
    return known.statistics;
  }

  private async count(organizationId: string): Promise<Statistics> {
    const begin = performance.now();
    const counting = countWords(this.sql, organizationId);
    // Searches that come meanwhile wait for the first count, and use the old one while there is one.
    if (!this.kept.get(organizationId)) this.keep(organizationId, counting, Number.POSITIVE_INFINITY);
    try {
      const statistics = await counting;
      const now = performance.now();
      this.keep(organizationId, Promise.resolve(statistics), now + (now - begin) / UPKEEP);
      return statistics;
    } catch (error) {
      this.kept.delete(organizationId);
      throw error;
    }
  }

  private keep(organizationId: string, statistics: Promise<Statistics>, until: number): void {
    this.kept.set(organizationId, { statistics, until });
  }
}

const caches = new WeakMap<Sql, StatisticsCache>();

/** The statistics of a tenant, kept in the process for each database. */
export function statisticsOf(sql: Sql, organizationId: string): Promise<Statistics> {
  const cache = caches.get(sql) ?? new StatisticsCache(sql);
  caches.set(sql, cache);
  return cache.of(organizationId);
}

async function countWords(sql: Sql, organizationId: string): Promise<Statistics> {
  const rows = await sql.query<{ lexeme: string | null; hits: number; sampled: number; passages: number }>(
    COUNT,
    [organizationId, SAMPLE, LEAST_HITS],
  );
  const [{ passages, sampled } = { passages: 0, sampled: 0 }] = rows;
  const shares = new Map<string, number>();
  for (const { lexeme, hits } of rows) if (lexeme !== null) shares.set(lexeme, hits / sampled);
  return { passages, shares };
}

// The last two bytes of an id are random, whether it is a UUIDv7 or v4. The ids come from the index alone.
const COUNT = `
WITH size AS MATERIALIZED (
  SELECT count(*)::int AS passages FROM passage WHERE organization_id = $1::uuid
), sample AS MATERIALIZED (
  SELECT id FROM passage, size WHERE organization_id = $1::uuid
    AND get_byte(uuid_send(id), 14) * 256 + get_byte(uuid_send(id), 15) < 65536.0 * $2 / greatest(passages, 1)
), word AS (
  SELECT lexeme, count(*)::int AS hits FROM passage, unnest(search)
  WHERE id IN (SELECT id FROM sample) GROUP BY lexeme HAVING count(*) >= $3
)
SELECT lexeme, hits, (SELECT count(*)::int FROM sample) AS sampled, passages FROM size LEFT JOIN word ON true`;
