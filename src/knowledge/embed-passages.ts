import { AiFailure, EMBEDDING_BATCH, type Embedder } from '../ai/index.js';
import { BudgetExceeded, type EmbeddingGroup } from '../models/index.js';
import { asSystem, inOrganization } from '../platform/database/scope.js';
import type { Sql } from '../platform/database/sql.js';
import type { SearchApp } from './search-types.js';
import { vectorStoreOf } from './vectors/index.js';
import type { VectorStore } from './vectors/vector-store.js';
import { normalized } from './vectors/vectors.js';

interface Unembedded {
  id: string;
  organizationId: string;
  title: string | null;
  section: string | null;
  question: string | null;
  text: string;
}

/**
 * Embeds passages that have no vector of their organization's model yet, until none is left: those that are new, and
 * all of them after a change of the model. May run in several processes at once and be cut off at any moment: a passage is
 * claimed for some minutes before the provider is asked, so that it is seldom paid for twice.
 *
 * @returns how many were embedded
 * @throws AiFailure where the provider fails; the claims are given back
 */
export async function embedPassages(app: SearchApp, signal?: AbortSignal): Promise<number> {
  const groups = await asSystem('embed-passages', () => app.models.embeddingGroups());
  let embedded = 0;
  const failures: unknown[] = [];
  let underWay = groups.map((group) => embedInTurns(app, group, signal));
  // A batch of each model's in turns: one organization's many passages must not keep the others waiting.
  while (underWay.length > 0) {
    const left: typeof underWay = [];
    for (const batches of underWay) {
      try {
        const batch = await asSystem('embed-passages', () => batches.next());
        if (batch.done) continue;
        embedded += batch.value;
        left.push(batches);
      } catch (error) {
        // Nor must its provider that fails.
        failures.push(error);
      }
    }
    underWay = left;
  }
  if (failures.length > 0) throw failures[0];
  return embedded;
}

/** Yields how many were embedded, a batch of one organization at a time; those of the group take turns. */
async function* embedInTurns(
  app: SearchApp,
  group: EmbeddingGroup,
  signal?: AbortSignal,
): AsyncGenerator<number, void, void> {
  const { sql, models } = app;
  const { model, organizations, isExcept } = group;
  const store = await vectorStoreOf(app);
  while (!signal?.aborted && (await store.catchUp(model)) > 0);
  // Who has spent its budget, which the log and the audit say already, must not keep the others back.
  const leftOut: string[] = [];
  let hadTurn: string[] = [];
  while (!signal?.aborted) {
    const asked = [model, EMBEDDING_BATCH, organizations, isExcept, [...leftOut, ...hadTurn]];
    const passages = await sql.query<Unembedded>(CLAIM, asked);
    if (passages.length === 0) {
      if (hadTurn.length === 0) break;
      hadTurn = [];
      continue;
    }
    const { organizationId } = passages[0]!;
    const giveBack = () => sql.query(GIVE_BACK, [passages.map(({ id }) => id)]);
    try {
      const embedder = await inOrganization(organizationId, () => models.embedder(organizationId));
      if (embedder?.name !== model) {
        // Another model was chosen meanwhile: it is the next run that embeds by it.
        await giveBack();
        break;
      }
      hadTurn.push(organizationId);
      yield await inOrganization(organizationId, () => embedBatch(sql, store, embedder, passages, signal));
    } catch (error) {
      await giveBack();
      if (!(error instanceof BudgetExceeded)) throw error;
      leftOut.push(organizationId);
    }
  }
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

// Of one organization, who pays for them; in the order of the ids, which is that of storing. Claims of others are passed
// over.
const CLAIM = `
WITH unembedded AS NOT MATERIALIZED (
  SELECT p.id, p.organization_id FROM passage p JOIN knowledge_item i ON i.id = p.item_id
  LEFT JOIN passage_embedding e ON e.passage_id = p.id
  WHERE i.deleted_at IS NULL AND (p.organization_id = ANY($3::uuid[])) <> $4
    AND p.organization_id <> ALL($5::uuid[]) AND (
      e.passage_id IS NULL OR e.model <> $1
      OR (e.signs IS NULL AND e.failure IS NULL AND e.embedded_at < now() - ${CLAIMED})
    )
), missing AS (
  SELECT id FROM unembedded
  WHERE organization_id = (SELECT organization_id FROM unembedded ORDER BY id LIMIT 1)
  ORDER BY id LIMIT $2
), claimed AS (
  INSERT INTO passage_embedding AS e (passage_id, organization_id, model)
  SELECT p.id, p.organization_id, $1 FROM missing JOIN passage p USING (id) ORDER BY p.id
  ON CONFLICT (passage_id) DO UPDATE SET model = $1, signs = NULL, failure = NULL, embedded_at = now()
  WHERE e.model <> $1 OR (e.signs IS NULL AND e.failure IS NULL AND e.embedded_at < now() - ${CLAIMED})
  RETURNING e.passage_id
)
SELECT p.id, p.organization_id AS "organizationId", p.title, p.section, p.question, p.text
FROM claimed JOIN passage p ON p.id = claimed.passage_id`;

const GIVE_BACK = `
UPDATE passage_embedding SET embedded_at = '-infinity'
WHERE passage_id = ANY($1::uuid[]) AND signs IS NULL AND failure IS NULL`;

const FAIL = 'UPDATE passage_embedding SET failure = $2 WHERE passage_id = $1::uuid';
