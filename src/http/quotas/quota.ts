import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Log } from '../../platform/observability/log.js';

/** How much of something one caller may have in each window of a minute. */
export interface Policy {
  name: 'address' | 'actor';
  /** Points a minute, over all processes; 0 for no limit. */
  quota: number;
}

/** What became of a request for points. */
export interface Decision {
  policy: Policy;
  allowed: boolean;
  /** Points left in this window, as far as this process knows: other processes may have taken some since. */
  remaining: number;
  /** Seconds until the window ends, rounded up. */
  resetSeconds: number;
}

interface Lease {
  /** Points leased to this process and not yet spent. */
  left: number;
  /** Points that nobody had leased when this process leased last. */
  unleased: number;
  endsAt: number;
  leasing: Promise<void> | null;
}

interface Granted {
  granted: number;
  used: number;
  ends_in: number;
}

export const WINDOW_SECONDS = 60;
const MOST_CALLERS = 50_000;
const TIMEOUT_MS = 1_000;
/** After a failure the database is left alone for as long. */
const PAUSE_MS = 5_000;

/**
 * Counts what callers spend, over all processes that share the database. A process leases a twentieth of what is left
 * at a time and spends it without asking, so that most requests cost no statement; towards the end of a quota
 * leases shrink to what is needed, so that little lies unused elsewhere. More than the quota is never leased. While the
 * database does not answer, each process allows the whole quota by itself.
 */
export class Quotas {
  readonly #leases = new BoundedMap<Lease>(MOST_CALLERS);
  #pausedUntil = 0;

  constructor(
    private readonly sql: Sql,
    private readonly log: Log,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Takes points from a quota; nothing where it has too few.
   * @param key who takes them, under this policy
   * @returns at once where the process has leased enough
   */
  take(policy: Policy, key: string, points: number): Decision | Promise<Decision> {
    if (policy.quota === 0) return { policy, allowed: true, remaining: 0, resetSeconds: 0 };
    const name = `${policy.name} ${key}`;
    const lease = this.#current(name);
    if (lease && (lease.left >= points || lease.unleased === 0)) return this.#decide(policy, lease, points);
    return this.#takeMore(policy, name, points);
  }

  async #takeMore(policy: Policy, name: string, points: number): Promise<Decision> {
    for (;;) {
      const lease = this.#current(name);
      if (lease && (lease.left >= points || lease.unleased === 0)) return this.#decide(policy, lease, points);
      const fresh = lease ?? this.#begin(name);
      const needed = points - fresh.left;
      fresh.leasing ??= this.#lease(policy, name, fresh, needed).finally(() => {
        fresh.leasing = null;
      });
      await fresh.leasing;
    }
  }

  #current(name: string): Lease | undefined {
    const lease = this.#leases.get(name);
    return lease && lease.endsAt > this.now() ? lease : undefined;
  }

  #begin(name: string): Lease {
    const unfinished = this.#leases.get(name);
    if (unfinished?.leasing) return unfinished;
    const lease: Lease = { left: 0, unleased: -1, endsAt: 0, leasing: null };
    this.#leases.set(name, lease);
    return lease;
  }

  #decide(policy: Policy, lease: Lease, points: number): Decision {
    const allowed = lease.left >= points;
    if (allowed) lease.left -= points;
    return {
      policy,
      allowed,
      remaining: Math.max(lease.left, 0) + Math.max(lease.unleased, 0),
      resetSeconds: Math.max(1, Math.ceil((lease.endsAt - this.now()) / 1000)),
    };
  }

  async #lease(policy: Policy, name: string, lease: Lease, needed: number): Promise<void> {
    try {
      if (this.now() < this.#pausedUntil) throw new Error('the database did not answer a moment ago');
      const rows = this.sql.query<Granted>(LEASE, [name, needed, policy.quota, WINDOW_SECONDS], {
        prepare: true,
      });
      const [row] = await withinTimeout(rows);
      if (lease.endsAt <= this.now()) lease.left = 0;
      lease.left += row!.granted;
      lease.unleased = Math.max(0, policy.quota - row!.used);
      lease.endsAt = this.now() + row!.ends_in * 1000;
    } catch (error) {
      if (this.now() >= this.#pausedUntil) {
        this.log.warn({ error: String(error) }, 'quotas are counted by this process alone for a while');
        this.#pausedUntil = this.now() + PAUSE_MS;
      }
      if (lease.endsAt <= this.now()) {
        lease.left = policy.quota;
        lease.endsAt = (Math.floor(this.now() / 1000 / WINDOW_SECONDS) + 1) * WINDOW_SECONDS * 1000;
      }
      lease.unleased = 0;
    }
  }
}

/** Deletes what no window counts any more. */
export const sweepQuotas = async ({ sql }: { sql: Sql }): Promise<void> =>
  void (await sql.query("DELETE FROM quota_window WHERE started_at < now() - interval '10 minutes'", []));

async function withinTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  // Answers that come too late are of no use to anybody.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

// The database's clock, so that all processes mean the same window. Right sides read the row as it was. Where the quota
// was lowered within a window more than all of it may be used: nothing is granted then, and nothing taken back.
const LEASE = `
WITH w AS (SELECT to_timestamp(floor(extract(epoch FROM now()) / $4::int) * $4::int) AS started_at)
INSERT INTO quota_window AS q (key, started_at, used, granted)
SELECT $1, w.started_at, least($3::int, greatest($2::int, $3::int / 20)), least($3::int, greatest($2::int, $3::int / 20)) FROM w
ON CONFLICT (key) DO UPDATE SET
  started_at = excluded.started_at,
  granted = CASE WHEN q.started_at = excluded.started_at
    THEN greatest(0, least($3::int - q.used, greatest($2::int, ($3::int - q.used) / 20))) ELSE excluded.granted END,
  used = CASE WHEN q.started_at = excluded.started_at
    THEN greatest(q.used, least($3::int, q.used + greatest($2::int, ($3::int - q.used) / 20))) ELSE excluded.used END
RETURNING q.granted, q.used,
  extract(epoch FROM q.started_at + make_interval(secs => $4::int) - now())::float8 AS ends_in`;
