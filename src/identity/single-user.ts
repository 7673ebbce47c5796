import { type Sql, systemSql } from '../platform/database/sql.js';
import { IDENTITY_CHANNEL_ACCOUNTS, type Wakeups } from '../platform/events/wakeups.js';
import type { Env } from '../platform/settings/env.js';

/** Whether requests act as the default user: on loopback, until the first account is made. */
export class SingleUser {
  #ended = false;
  /** Good until an account is announced, or an announcement may have been missed. */
  #answer: Promise<boolean> | null = null;

  constructor(private readonly given: { env: Pick<Env, 'identity'>; sql: Sql; wakeups: Wakeups }) {
    const forget = () => {
      this.#answer = null;
    };
    given.wakeups.on(IDENTITY_CHANNEL_ACCOUNTS, forget);
    given.wakeups.onLost(forget);
  }

  /** Whether it is known not to be on, or any more; what `isOn` learned last. */
  get isOver(): boolean {
    return !this.given.env.identity.singleUser || this.#ended;
  }

  async isOn(): Promise<boolean> {
    const { wakeups } = this.given;
    if (this.isOver) return false;
    if (!wakeups.listening) return this.#ask();
    // Everybody who is let know of an account at the same moment waits for the same answer.
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  async #ask(): Promise<boolean> {
    try {
      const [row] = await systemSql(this.given.sql, 'authenticate').query<{ any: boolean }>(
        'SELECT EXISTS (SELECT FROM auth_account) AS any',
        [],
      );
      this.#ended ||= row!.any;
      return !this.#ended;
    } catch (error) {
      this.#answer = null;
      throw error;
    }
  }
}
