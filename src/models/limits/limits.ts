import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AiFailure, type Usage } from '../../ai/index.js';
import { FairQueue } from '../../platform/concurrency/fair-queue.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Wakeups } from '../../platform/events/wakeups.js';
import type { Log } from '../../platform/observability/log.js';
import { gaveUp, type Refusal } from './failures.js';
import { Pauses } from './pauses.js';
import type { Limited, Turn } from './types.js';

const LEASE_MS = 30_000;
/** Who waits and is not heard of for so long has left the line. */
const TICKET_MS = 5_000;
/** A place that becomes free is announced; asking is for announcements that were missed. */
const ASK_EVERY_MS = 1_000;

export interface LimitsGiven {
  sql: Sql;
  wakeups: Pick<Wakeups, 'on'>;
  log: Log;
  /** After so long a place is free whose process was killed. */
  leaseMs?: number;
}

/**
 * Keeps the requests of all processes within what each credential allows, and lets everybody wait where a provider has
 * asked for it. Of one process a single request stands in the line in the database at a time; the others wait behind it
 * in memory, so that processes take turns and waiting costs little.
 */
export class Limits {
  readonly #lines = new Map<string, FairQueue>();
  readonly #held = new Set<string>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #pauses: Pauses;
  readonly #renewing: NodeJS.Timeout;

  constructor(private readonly given: LimitsGiven) {
    this.#pauses = new Pauses(given);
    this.#renewing = setInterval(() => this.#renew(), this.#leaseMs / 3).unref();
  }

  /**
   * Does the work when its turn has come. A credential without limits costs no statement.
   * @throws AiFailure rate-limited, with the time to come back, where that takes more than the patience; aborted; whatever
   *   `work` throws
   */
  async within<T extends { usage: Usage }>(limited: Limited, turn: Turn, work: () => Promise<T>): Promise<T> {
    const lease = isLimited(limited) ? await this.#admitted(limited, turn) : null;
    if (!lease) await this.#unpaused(limited, turn);
    let used: number | null = null;
    try {
      const done = await work();
      used = total(done.usage);
      return done;
    } catch (error) {
      if (error instanceof AiFailure) {
        used = usedBy(error);
        if (error.status === 429 && error.retryAfterMs !== null)
          await this.#pauses.pause(limited.key, error.retryAfterMs);
      }
      throw error;
    } finally {
      if (lease) this.#leave(limited.key, lease, used === null ? 0 : turn.estimatedTokens - used);
    }
  }

  /** Gives back what is held. Nothing may be asked any more. */
  async close(): Promise<void> {
    clearInterval(this.#renewing);
    this.#pauses.close();
    await Promise.all(this.#leaving);
  }

  async #unpaused(
    limited: Limited,
    { patienceMs: usual, pausePatienceMs: patienceMs = usual, signal }: Turn,
  ): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const left = await this.#pauses.left(limited.key);
      if (left === 0) return;
      if (performance.now() + left > deadline)
        throw gaveUp(limited, { reason: 'paused', wait_ms: Math.ceil(left) }, patienceMs);
      await wait(jittered(left), undefined, { signal }).catch(() => {});
      if (signal?.aborted) throw cancelled();
    }
  }

  /** @returns the lease of its place */
  async #admitted(limited: Limited, turn: Turn): Promise<string> {
    const { key } = limited;
    const ending = AbortSignal.any([
      AbortSignal.timeout(turn.patienceMs),
      ...(turn.signal ? [turn.signal] : []),
    ]);
    const line = this.#lines.get(key) ?? new FairQueue({ places: 1 });
    this.#lines.set(key, line);
    const letNextIn = await line.enter(ending).catch(() => {
      throw turn.signal?.aborted
        ? cancelled()
        : gaveUp(limited, { reason: 'line', wait_ms: null }, turn.patienceMs);
    });
    try {
      return await this.#atTheFront(limited, turn, ending);
    } finally {
      letNextIn();
      if (line.isEmpty) this.#lines.delete(key);
    }
  }

  async #atTheFront(limited: Limited, turn: Turn, ending: AbortSignal): Promise<string> {
    const { key, maxConcurrency, tokensPerMinute, requestsPerMinute } = limited;
    const lease = randomUUID();
    const limits = [maxConcurrency, tokensPerMinute, requestsPerMinute];
    const asked = [key, lease, turn.estimatedTokens, ...limits, this.#leaseMs, TICKET_MS];
    const deadline = performance.now() + turn.patienceMs;
    const bell = new Bell();
    const endBell = this.given.wakeups.on(key, () => bell.ring());
    let inLine = false;
    try {
      for (;;) {
        bell.silence();
        const [refusal] = await this.given.sql.query<Refusal>(ADMIT, asked, { prepare: true });
        if (!refusal) {
          inLine = false;
          if (maxConcurrency !== null) this.#held.add(lease);
          return lease;
        }
        inLine = true;
        const ms = refusal.wait_ms ?? 0;
        const isLongPause = refusal.reason === 'paused' && ms > (turn.pausePatienceMs ?? Infinity);
        if (ending.aborted || isLongPause || performance.now() + ms > deadline)
          throw turn.signal?.aborted ? cancelled() : gaveUp(limited, refusal, turn.patienceMs);
        await bell.rung(jittered(Math.min(ms || ASK_EVERY_MS, ASK_EVERY_MS)), ending);
      }
    } finally {
      endBell();
      if (inLine) this.#release(key, lease, 0);
    }
  }

  #leave(key: string, lease: string, unused: number): void {
    const wasHeld = this.#held.delete(lease);
    if (wasHeld || unused !== 0) this.#release(key, lease, unused);
  }

  #release(key: string, lease: string, unused: number): void {
    const { sql, log } = this.given;
    const leaving = sql.query(RELEASE, [key, lease, unused], { prepare: true }).then(
      () => {},
      (error: unknown) => log.debug({ err: error }, 'a place at a provider becomes free by itself'),
    );
    this.#leaving.add(leaving);
    void leaving.then(() => this.#leaving.delete(leaving));
  }

  #renew(): void {
    if (this.#held.size === 0) return;
    const { sql, log } = this.given;
    sql
      .query(RENEW, [[...this.#held].sort(), this.#leaseMs], { prepare: true })
      .catch((error: unknown) => log.debug({ err: error }, 'places at providers will be renewed later'));
  }

  get #leaseMs(): number {
    return this.given.leaseMs ?? LEASE_MS;
  }
}

/** Rings once for all that happened since it was silenced. */
class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  silence(): void {
    this.#isRung = false;
  }

  rung(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#isRung || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}

const isLimited = ({ maxConcurrency, tokensPerMinute, requestsPerMinute }: Limited) =>
  maxConcurrency !== null || tokensPerMinute !== null || requestsPerMinute !== null;

/** Null where the provider did not count: what was reckoned with stands. */
const total = ({ inputTokens, outputTokens }: Usage) => inputTokens + outputTokens || null;

/** A request that was turned away used nothing; of one that got no answer nobody knows. */
const usedBy = ({ kind, usage }: AiFailure) =>
  usage ? total(usage) : kind === 'rate-limited' || kind === 'rejected' ? 0 : null;

/** Those who wait for the same moment should not come at the same moment. */
const jittered = (ms: number) => ms + Math.random() * Math.min(ms * 0.2 + 5, 1_000);

const cancelled = () => new AiFailure('aborted', 'The request was cancelled while it waited for its turn.');

const ADMIT = 'SELECT reason, wait_ms FROM model_admit($1, $2, $3, $4, $5, $6, $7, $8)';
const RELEASE = 'SELECT model_release($1, $2, $3)';
const RENEW = `
UPDATE model_lease SET expires_at = clock_timestamp() + $2::int * interval '1 millisecond'
WHERE id = ANY($1::uuid[])`;
