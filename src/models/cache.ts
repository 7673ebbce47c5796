import {
  AiFailure,
  type Completion,
  type CompletionRequest,
  type Follow,
  strictJsonSchema,
  type Usage,
} from '../ai/index.js';
import type { Sql } from '../platform/database/sql.js';
import type { Log } from '../platform/observability/log.js';
import { sha256 } from '../platform/secrets/hash.js';
import { orAborted } from './or-aborted.js';

/** Who is asked, and for whom: replies are never taken from elsewhere. */
export interface CacheScope {
  organizationId: string;
  /** Tells one API from another. */
  endpoint: string;
  model: string;
  costOf(usage: Usage): number | null;
}

/** What a reply had cost, which is not paid again. */
export interface Saved {
  tokens: number;
  /** US dollars; null where no price is known. */
  cost: number | null;
}

/** A reply of the model, or one that was kept. */
export type Replied<T> =
  | { from: 'model'; completion: Completion<T> }
  | { from: 'cache'; value: T; saved: Saved };

interface CachedReply {
  reply: string;
  inputTokens: number;
  outputTokens: number;
  cost: number | null;
}

/**
 * Replies that were accepted, for the same request to the same model of the same organization. Requests that are alike
 * and under way in this process at the same time are sent once; another process may send one of them once more.
 */
export class ReplyCache {
  readonly #underWay = new Map<string, Promise<CachedReply>>();

  /** @param given.hours how long a reply is kept; 0 to keep none */
  constructor(private readonly given: { sql: Sql; log: Log; hours: number }) {}

  /**
   * The reply that was given before, told to `follow` in one piece; else what `ask` brings, which is then kept. A request
   * that is to be `fresh` is always asked, and its reply takes the place of the one before.
   * @throws whatever `ask` throws
   */
  async reply<T>(
    scope: CacheScope,
    request: CompletionRequest<T>,
    follow: Follow | null,
    ask: () => Promise<Completion<T>>,
  ): Promise<Replied<T>> {
    if (this.given.hours === 0) return { from: 'model', completion: await ask() };
    const hash = hashOf(scope, request);
    const keep = async (completion: Completion<T>) => {
      const kept = keptOf(scope, completion);
      await this.#store(scope, hash, request.task, kept);
      return kept;
    };
    if (request.fresh) {
      const completion = await ask();
      await keep(completion);
      return { from: 'model', completion };
    }
    const told = (kept: CachedReply): Replied<T> | null => {
      const accepted = acceptedBy(request, kept.reply);
      if (!accepted) return null;
      follow?.()(kept.reply);
      return { from: 'cache', value: accepted.value, saved: savedOf(kept) };
    };
    const key = `${scope.organizationId} ${hash}`;
    for (let other = this.#underWay.get(key); other; other = this.#underWay.get(key)) {
      const kept = await orAborted(other, request.signal).catch((error: unknown) => {
        if (request.signal?.aborted)
          throw new AiFailure('aborted', `The request for "${request.task}" was cancelled.`);
        return unlessItLeft(error);
      });
      const replied = kept && told(kept);
      if (replied) return replied;
    }
    let completion: Completion<T> | null = null;
    const first = this.#first(key, async () => {
      const known = await this.#find(scope, hash);
      if (known && acceptedBy(request, known.reply)) return known;
      completion = await ask();
      return keep(completion);
    });
    const kept = await first;
    return completion ? { from: 'model', completion } : told(kept)!;
  }

  /** Does the work so that those who come meanwhile find it. */
  #first(key: string, work: () => Promise<CachedReply>): Promise<CachedReply> {
    const working = work().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, working);
    return working;
  }

  // A cache that fails is no reason not to ask, or to lose what was answered.
  async #find({ organizationId }: CacheScope, hash: string): Promise<CachedReply | null> {
    const { sql, log } = this.given;
    try {
      const [kept] = await sql.query<CachedReply>(FIND, [organizationId, hash], { prepare: true });
      return kept ?? null;
    } catch (error) {
      log.warn({ err: error }, 'the cache of replies could not be read');
      return null;
    }
  }

  async #store({ organizationId }: CacheScope, hash: string, task: string, kept: CachedReply): Promise<void> {
    const { sql, log, hours } = this.given;
    const { reply, inputTokens, outputTokens, cost } = kept;
    const values = [organizationId, hash, task, reply, inputTokens, outputTokens, cost, hours];
    try {
      await sql.query(STORE, values, { prepare: true });
    } catch (error) {
      log.warn({ err: error }, 'a reply could not be kept for the next time');
    }
  }
}

const hashOf = (
  { endpoint, model }: CacheScope,
  { task, system, user, schema, schemaName, maxOutputTokens }: CompletionRequest<unknown>,
) => {
  const json = strictJsonSchema(schema, schemaName);
  return sha256(
    JSON.stringify([endpoint, model, task, system, user, schemaName, json, maxOutputTokens ?? null]),
  );
};

const keptOf = ({ costOf }: CacheScope, { value, usage }: Completion<unknown>): CachedReply => ({
  reply: JSON.stringify(value),
  ...usage,
  cost: costOf(usage),
});

const savedOf = ({ inputTokens, outputTokens, cost }: CachedReply): Saved => ({
  tokens: inputTokens + outputTokens,
  cost,
});

/** A reply that was accepted may not be any more: what is accepted can have changed since. */
function acceptedBy<T>({ schema, check }: CompletionRequest<T>, reply: string): { value: T } | null {
  try {
    const value = schema.parse(JSON.parse(reply));
    check?.(value);
    return { value };
  } catch {
    return null;
  }
}

/** Where the first of several was given up by whoever asked, the next one asks; another failure is one for all. */
function unlessItLeft(error: unknown): null {
  if (error instanceof AiFailure && error.kind === 'aborted') return null;
  throw error instanceof AiFailure ? error.with({ usage: null }) : error;
}

const FIND = `
SELECT reply, input_tokens AS "inputTokens", output_tokens AS "outputTokens", cost::float8 AS cost
FROM ai_cache_entry WHERE organization_id = $1 AND hash = $2 AND expires_at > now()`;

const STORE = `
INSERT INTO ai_cache_entry
  (organization_id, hash, task, reply, input_tokens, output_tokens, cost, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now() + $8::float8 * interval '1 hour')
ON CONFLICT (organization_id, hash) DO UPDATE SET task = excluded.task, reply = excluded.reply,
  input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cost = excluded.cost,
  created_at = excluded.created_at, expires_at = excluded.expires_at`;
