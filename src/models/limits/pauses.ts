import type { Sql } from '../../platform/database/sql.js';
import { LIMIT_CHANNEL, type Wakeups } from '../../platform/events/wakeups.js';
import type { Log } from '../../platform/observability/log.js';

const ANNOUNCED = 'model-pauses';
/** A provider may ask for a day; it is asked again after ten minutes, for its limits may have been raised. */
const LONGEST_PAUSE_MS = 600_000;

/**
 * Which credentials are left alone for a while, because their providers asked for it. Each process is told of a pause
 * when it begins, so that looking costs no statement.
 */
export class Pauses {
  /** Until when, by `performance.now()`. */
  #until = new Map<string, number>();
  #loading: Promise<void> | null = null;
  readonly #forget: () => void;

  constructor(private readonly given: { sql: Sql; wakeups: Pick<Wakeups, 'on'>; log: Log }) {
    this.#forget = given.wakeups.on(ANNOUNCED, () => {
      this.#loading = this.#load();
    });
  }

  /** For how many milliseconds more; 0 for a credential that may be asked. */
  async left(key: string): Promise<number> {
    this.#loading ??= this.#load();
    await this.#loading;
    return Math.max((this.#until.get(key) ?? 0) - performance.now(), 0);
  }

  /** Keeps all processes from asking, from now on. A longer pause that is under way stays. */
  async pause(key: string, ms: number): Promise<void> {
    const pause = Math.min(ms, LONGEST_PAUSE_MS);
    if (pause <= 0) return;
    this.#until.set(key, Math.max(this.#until.get(key) ?? 0, performance.now() + pause));
    const { sql, log } = this.given;
    log.info({ credential: key, ms: pause }, 'a provider asked to be left alone');
    try {
      await sql.query(PAUSE, [key, pause, LIMIT_CHANNEL, `${ANNOUNCED} 0`]);
    } catch (error) {
      log.warn({ err: error }, 'other processes were not told of a pause');
    }
  }

  close(): void {
    this.#forget();
  }

  async #load(): Promise<void> {
    try {
      const rows = await this.given.sql.query<{ key: string; ms: number }>(PAUSED, []);
      const now = performance.now();
      this.#until = new Map(rows.map(({ key, ms }) => [key, now + ms]));
    } catch (error) {
      // A request that should have waited is told so by the provider.
      this.given.log.debug({ err: error }, 'the pauses of providers were not read');
    }
  }
}

const PAUSE = `
WITH paused AS (
  INSERT INTO model_limit AS m (credential_key, paused_until)
  VALUES ($1, clock_timestamp() + $2::float8 * interval '1 millisecond')
  ON CONFLICT (credential_key) DO UPDATE SET paused_until = greatest(m.paused_until, excluded.paused_until)
)
SELECT pg_notify($3, $4)`;

const PAUSED = `
SELECT credential_key AS key, extract(epoch FROM paused_until - clock_timestamp())::float8 * 1000 AS ms
FROM model_limit WHERE paused_until > clock_timestamp()`;
