import pg from 'pg';
import type { Usage } from '../../src/ai/index.js';
import { Limits } from '../../src/models/limits/limits.js';
import type { CredentialLimits, Limited } from '../../src/models/limits/types.js';
import { type Sql, sqlOver } from '../../src/platform/database/sql.js';
import { listenForWakeups } from '../../src/platform/events/wakeups.js';
import { createLog } from '../../src/platform/observability/log.js';

/** What a process has of its own: connections, announcements, places. */
export interface LimitsOfProcess extends AsyncDisposable {
  limits: Limits;
  sql: Sql;
  /** The statements that it has sent. */
  statements: string[];
}

export async function limitsOfProcess(databaseUrl: string, leaseMs?: number): Promise<LimitsOfProcess> {
  const log = createLog('silent', false);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 });
  const wakeups = await listenForWakeups(databaseUrl, log);
  const statements: string[] = [];
  const plain = sqlOver(pool);
  const sql: Sql = {
    query: (text, values, options) => {
      statements.push(text);
      return plain.query(text, values, options);
    },
  };
  const limits = new Limits({ sql, wakeups, log, ...(leaseMs !== undefined && { leaseMs }) });
  return {
    ...{ limits, sql, statements },
    async [Symbol.asyncDispose]() {
      await limits.close();
      await wakeups.close();
      await pool.end();
    },
  };
}

export const limited = (limits: Partial<CredentialLimits>, key = 'credential'): Limited => ({
  ...{ key, label: '"Ours"', maxConcurrency: null, tokensPerMinute: null, requestsPerMinute: null },
  ...limits,
});

export const uses = (tokens: number): { usage: Usage } => ({
  usage: { inputTokens: tokens, outputTokens: 0 },
});

/** A promise and what settles it. */
export function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
