import type { Ai } from '../ai/index.js';
import type { App } from '../app-types.js';
import { isGround } from '../grounding/index.js';
import {
  bytesOf,
  type Hit,
  type QueryVector,
  queryVector,
  similarityOf,
  vectorOf,
} from '../knowledge/index.js';
import type { Asking } from '../models/index.js';
import { newId } from '../platform/ids.js';
import { hashOf, sha256 } from '../platform/secrets/hash.js';
import { answerQuestion, type QuestionAnswered } from './prompts/answer-question/index.js';
import { mayBeTheSame } from './same-meaning.js';

/** An answer that a model gave, and the request that it came of. */
export interface Answered {
  output: QuestionAnswered;
  engine: string;
  requestId: string | null;
}

/** Answers given before, for one question. */
export interface AnswerCache {
  /**
   * The answer to a question of nearly the same meaning, where all that it quotes is among these passages and as it was,
   * and nothing among them has come since.
   */
  find(passages: Hit[]): Promise<Answered | null>;
  /** Keeps what was answered from these passages. */
  keep(answered: Answered, passages: Hit[], subjectId: string): Promise<void>;
}

interface AskedNow {
  query: string;
  /** Before it was searched for: what became known later, an answer to it may not know. */
  began: Date;
  signal: AbortSignal;
}

type CachingApp = Pick<App, 'env' | 'sql' | 'models' | 'log' | 'clock'>;

/**
 * The answers that may serve for this question: of the same organization, model and instructions. Null where they are not
 * to be kept, or where there is no model or no embedding model.
 */
export async function answerCacheFor(
  app: CachingApp,
  asking: Asking,
  { query, began, signal }: AskedNow,
): Promise<AnswerCache | null> {
  const { organizationId } = asking;
  const { answerHours, answerSimilarity } = app.env.cache;
  if (answerHours === 0) return null;
  const ai = await app.models.for(answerQuestion.model, asking);
  const meaning = ai && (await queryVector(app, { organizationId, query, signal }));
  if (!ai || !meaning) return null;
  const instructions = ai.instructions?.(answerQuestion.name) ?? {
    text: answerQuestion.instructions,
    version: 0,
  };
  const scope = scopeOf(ai, instructions.text, meaning);
  const similarTo = ({ question, vector }: CachedAnswer) =>
    mayBeTheSame(question, query) ? similarityOf(vectorOf(vector), meaning.vector) : 0;

  return {
    async find(passages) {
      const begin = performance.now();
      const hits = new Map(passages.map((hit) => [hit.passageId, hit]));
      const rows = await app.sql
        .query<CachedAnswer>(FIND, [organizationId, scope, [...hits.keys()]])
        .catch(lost(app));
      const [best] = (rows ?? [])
        .filter((row) => isUnchanged(row, hits) && stillStands(row, hits))
        .map((row) => ({ row, similarity: similarTo(row) }))
        .filter(({ similarity }) => similarity >= answerSimilarity)
        .sort((a, b) => b.similarity - a.similarity);
      if (!best) return null;
      const { answer, engine, tokens, cost } = best.row;
      const latencyMs = performance.now() - begin;
      const request = { task: answerQuestion.name, instructions, saved: { tokens, cost }, latencyMs };
      const requestId = await app.models.recordSaved(answerQuestion.model, asking, request);
      return { output: placed(answer, hits), engine, requestId };
    },
    async keep({ output, engine, requestId }, passages, subjectId) {
      const quoted = new Set(output.sources.map(({ passageId }) => passageId));
      if (output.status !== 'ANSWERED' || quoted.size === 0 || requestId === null) return;
      const hits = passages.filter(({ passageId }) => quoted.has(passageId));
      const values = [
        ...[newId(), organizationId, scope, query, bytesOf(meaning.vector), JSON.stringify(output), engine],
        ...[hits.map(({ passageId }) => passageId), hits.map(({ text }) => sha256(text))],
        ...[[...new Set(hits.map(({ itemId }) => itemId))], subjectId, requestId, began, answerHours],
      ];
      await app.sql.query(KEEP, values).catch(lost(app));
    },
  };
}

interface CachedAnswer {
  question: string;
  vector: Uint8Array;
  answer: QuestionAnswered;
  engine: string;
  passageIds: string[];
  passageHashes: string[];
  tokens: number;
  cost: number | null;
}

const scopeOf = ({ model }: Ai, instructions: string, { model: embedding }: QueryVector) =>
  hashOf([answerQuestion.name, instructions, model, embedding]);

const isUnchanged = ({ passageIds, passageHashes }: CachedAnswer, hits: ReadonlyMap<string, Hit>) =>
  passageIds.every((id, i) => {
    const hit = hits.get(id);
    return hit !== undefined && sha256(hit.text) === passageHashes[i];
  });

/** Whether all that it quotes is evidence still: somebody may have said since whose words a passage holds. */
const stillStands = ({ answer }: CachedAnswer, hits: ReadonlyMap<string, Hit>) =>
  answer.sources.every(({ passageId, quoteStart, quoteEnd }) =>
    isGround(hits.get(passageId)!, { start: quoteStart, end: quoteEnd }),
  );

/** The answer with its sources named as they are now. */
const placed = (answer: QuestionAnswered, hits: ReadonlyMap<string, Hit>): QuestionAnswered => ({
  ...answer,
  sources: answer.sources.map((source) => {
    const { title, source: from, section, page, score } = hits.get(source.passageId)!;
    return { ...source, title, source: from, section, page, score };
  }),
});

/** A cache that fails is no reason not to ask. */
const lost =
  ({ log }: Pick<App, 'log'>) =>
  (error: unknown): null => {
    log.warn({ err: error }, 'the cache of answers could not be used');
    return null;
  };

const MOST_COMPARED = 200;

const FIND = `
SELECT a.question, a.vector, a.answer, a.engine, a.passage_ids AS "passageIds", a.passage_hashes AS "passageHashes",
  a.tokens, a.cost::float8 AS cost
FROM ai_cache_answer a
WHERE a.organization_id = $1 AND a.scope = $2 AND a.expires_at > now() AND a.passage_ids <@ $3::uuid[]
  AND NOT EXISTS (
    SELECT FROM passage p JOIN knowledge_item i ON i.id = p.item_id
    WHERE p.id = ANY($3::uuid[]) AND i.content_at > a.created_at)
  AND NOT EXISTS (SELECT FROM qa_answer q WHERE q.id = a.subject_id AND NOT q.helpful)
ORDER BY a.created_at DESC LIMIT ${MOST_COMPARED}`;

// What it had cost stands with its request; an answer of the cache has what was saved with it.
const KEEP = `
INSERT INTO ai_cache_answer (id, organization_id, scope, question, vector, answer, engine, passage_ids, passage_hashes,
  item_ids, subject_id, tokens, cost, created_at, expires_at)
SELECT $1::uuid, $2::uuid, $3, $4, $5::bytea, $6::jsonb, $7, $8::uuid[], $9::text[], $10::uuid[], $11::uuid,
  CASE r.outcome WHEN 'ANSWERED' THEN r.input_tokens + r.output_tokens ELSE r.saved_tokens END,
  CASE r.outcome WHEN 'ANSWERED' THEN r.cost ELSE r.saved_cost END,
  $13::timestamptz, now() + $14::float8 * interval '1 hour'
FROM ai_request r WHERE r.id = $12::uuid AND r.organization_id = $2::uuid`;
