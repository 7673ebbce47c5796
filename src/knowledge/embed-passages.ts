import { AiFailure, EMBEDDING_BATCH, type Embedder } from '../ai/index.js';
import type { Sql } from '../platform/sql.js';
import type { SearchApp } from './search-types.js';
import { vectorStoreOf } from './vectors/index.js';
import type { VectorStore } from './vectors/vector-store.js';
import { normalized } from './vectors/vectors.js';

interface Unembedded {
  id: string;
  title: string | null;
  section: string | null;
  question: string | null;
  text: string;
}

/**
 * Embeds passages that have no vector of the configured model yet, until none is left: those that are new, and all of
 * them after a change of the model. May run in several processes at once and be cut off at any moment: a passage is
 * claimed for some minutes before the provider is asked, so that it is seldom paid for twice.
 *
 * @returns how many were embedded
 * @throws AiFailure where the provider fails; the claims are given back
 */
export async function embedPassages(app: SearchApp, signal?: AbortSignal): Promise<number> {
  const { embedder, sql } = app;
  if (!embedder) return 0;
  const store = await vectorStoreOf(app);
  while (!signal?.aborted && (await store.catchUp(embedder.name)) > 0);
  let embedded = 0;
  while (!signal?.aborted) {
    const passages = await sql.query<Unembedded>(CLAIM, [embedder.name, EMBEDDING_BATCH]);
    if (passages.length === 0) break;
    try {
      embedded += await embedBatch(sql, store, embedder, passages, signal);
    } catch (error) {
      await sql.query(GIVE_BACK, [passages.map(({ id }) => id)]);
      throw error;
    }
  }
  return embedded;
}

/** One passage that the provider will not take (too long, filtered) must not keep the others back. */
async function embedBatch(
  sql: Sql,
  store: VectorStore,
  embedder: Embedder,
  passages: Unembedded[],
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    const vectors = await embedder.embed(passages.map(contentOf), signal);
    const usable = passages.flatMap(({ id }, i) => {
      const vector = normalized(vectors[i] ?? []);
      return vector ? [{ passageId: id, vector }] : [];
    });
    if (usable.length > 0) await store.put(embedder.name, usable);
    const put = new Set(usable.map(({ passageId }) => passageId));
    for (const { id } of passages)
      if (!put.has(id)) await sql.query(FAIL, [id, 'The model gave no direction.']);
    return usable.length;
  } catch (error) {
    if (!(error instanceof AiFailure) || !concernsOnePassage(error)) throw error;
    if (passages.length === 1) {
      await sql.query(FAIL, [passages[0]!.id, error.message]);
      return 0;
    }
    let embedded = 0;
    for (const passage of passages) embedded += await embedBatch(sql, store, embedder, [passage], signal);
    return embedded;
  }
}

/** Keys, quotas and unknown models concern all of them. */
const concernsOnePassage = ({ kind, status }: AiFailure) =>
  kind === 'refused' || (kind === 'rejected' && [400, 413, 422].includes(status ?? 0));

/** What the vector stands for: the passage under its headings, a stored question before its answer. */
const contentOf = ({ title, section, question, text }: Unembedded) =>
  [[title, section].filter(Boolean).join(' > '), question, text].filter(Boolean).join('\n');

const CLAIMED = `interval '5 minutes'`;

// In the order of the ids, which is that of storing. Claims of others are passed over.
const CLAIM = `
WITH missing AS (
  SELECT p.id FROM passage p JOIN knowledge_item i ON i.id = p.item_id
  LEFT JOIN passage_embedding e ON e.passage_id = p.id
  WHERE i.deleted_at IS NULL AND (
    e.passage_id IS NULL OR e.model <> $1
    OR (e.signs IS NULL AND e.failure IS NULL AND e.embedded_at < now() - ${CLAIMED})
  )
  ORDER BY p.id LIMIT $2
), claimed AS (
  INSERT INTO passage_embedding AS e (passage_id, organization_id, model)
  SELECT p.id, p.organization_id, $1 FROM missing JOIN passage p USING (id) ORDER BY p.id
  ON CONFLICT (passage_id) DO UPDATE SET model = $1, signs = NULL, failure = NULL, embedded_at = now()
  WHERE e.model <> $1 OR (e.signs IS NULL AND e.failure IS NULL AND e.embedded_at < now() - ${CLAIMED})
  RETURNING e.passage_id
)
SELECT p.id, p.title, p.section, p.question, p.text FROM claimed JOIN passage p ON p.id = claimed.passage_id`;

const GIVE_BACK = `
UPDATE passage_embedding SET embedded_at = '-infinity'
WHERE passage_id = ANY($1::uuid[]) AND signs IS NULL AND failure IS NULL`;

const FAIL = 'UPDATE passage_embedding SET failure = $2 WHERE passage_id = $1::uuid';
