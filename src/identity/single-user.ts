import type { Env } from '../platform/env.js';
import { type Sql, systemSql } from '../platform/sql.js';
import { IDENTITY_CHANNEL_ACCOUNTS, type Wakeups } from '../platform/wakeups.js';

/** Whether requests act as the default user: on loopback, until the first account is made. */
export class SingleUser {
  #ended = false;
  #known = false;

  constructor(private readonly given: { env: Pick<Env, 'identity'>; sql: Sql; wakeups: Wakeups }) {
    const ask = () => {
      this.#known = false;
    };
    given.wakeups.on(IDENTITY_CHANNEL_ACCOUNTS, ask);
    given.wakeups.onLost(ask);
  }

  async isOn(): Promise<boolean> {
    const { env, sql, wakeups } = this.given;
    if (!env.identity.singleUser || this.#ended) return false;
    if (this.#known && wakeups.listening) return true;
    // What is announced from here on asks again.
    this.#known = true;
    const [row] = await systemSql(sql, 'authenticate').query<{ any: boolean }>(
      'SELECT EXISTS (SELECT FROM auth_account) AS any',
      [],
    );
    this.#ended = row!.any;
    return !this.#ended;
  }
}
