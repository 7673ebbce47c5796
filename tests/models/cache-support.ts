import pg from 'pg';
import { z } from 'zod';
import { type CompletionRequest, createAi } from '../../src/ai/index.js';
import { type CacheScope, ReplyCache } from '../../src/models/cache.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';
import type { ModelServer } from '../support/model-server.js';

export const ORGANIZATION = '01900000-0000-7000-8000-00000000000a';
export const OTHER_ORGANIZATION = '01900000-0000-7000-8000-00000000000b';

export const schema = z.object({ answer: z.string(), certain: z.boolean() });
export type Answer = z.infer<typeof schema>;

/** A dollar for each thousand tokens. */
export const scopeOf = (model: ModelServer, more: Partial<CacheScope> = {}): CacheScope => ({
  organizationId: ORGANIZATION,
  endpoint: model.url,
  model: 'm',
  costOf: ({ inputTokens, outputTokens }) => (inputTokens + outputTokens) / 1_000,
  ...more,
});

export const request = (more: Partial<CompletionRequest<Answer>> = {}): CompletionRequest<Answer> => ({
  ...{ task: 'test', system: 'Answer.', user: 'How?', schema, schemaName: 'test' },
  ...more,
});

/** A cache over a database of its own, and a way to ask through it. */
export async function testCache(model: ModelServer, hours = 1) {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 5 });
  const sql = sqlOver(pool);
  const log = createLog('silent', false);
  const cache = new ReplyCache({ sql, log, hours });
  const ai = createAi({ apiKey: '', baseUrl: model.url, model: 'm' });
  return {
    sql,
    cache,
    ask: (asked = request(), scope = scopeOf(model)) =>
      cache.reply(scope, asked, null, () => ai.complete(asked)),
    stream: (pieces: string[][], asked = request()) => {
      const follow = () => {
        const attempt: string[] = [];
        pieces.push(attempt);
        return (piece: string) => void attempt.push(piece);
      };
      return cache.reply(scopeOf(model), asked, follow, () => ai.stream(asked, follow));
    },
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}
