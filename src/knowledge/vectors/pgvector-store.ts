import { createHash } from 'node:crypto';
import { asOwner } from '../../platform/database/scope.js';
import type { Sql } from '../../platform/database/sql.js';
import { conditionsOf } from '../candidates.js';
import { createScanStore } from './scan-store.js';
import type { VectorStore } from './vector-store.js';
import { vectorOf } from './vectors.js';

const ROWS_AT_ONCE = 200;
/** pgvector indexes half-precision vectors up to this size; larger ones it compares one by one. */
const MOST_DIMENSIONS = 4_000;

/**
 * Vectors with pgvector: beside what `createScanStore` keeps, a copy in half precision with an HNSW index (Malkov and
 * Yashunin 2016) for each model. The table is made here and not by a migration, since not every server has the type.
 */
export async function createPgvectorStore(sql: Sql): Promise<VectorStore> {
  const kept = createScanStore(sql);
  const indexed = new Set<string>();
  await asOwner('vector-index', () => sql.query(TABLE, []));

  /** The index belongs to one model and its number of dimensions, and can only be made when both are known. */
  async function index(model: string, dimensions: number): Promise<void> {
    const name = `passage_halfvec_${createHash('sha256').update(`${model} ${dimensions}`).digest('hex').slice(0, 12)}`;
    if (indexed.has(name) || dimensions > MOST_DIMENSIONS) return;
    const statement = `CREATE INDEX IF NOT EXISTS ${name} ON passage_halfvec
       USING hnsw ((embedding::halfvec(${dimensions})) halfvec_cosine_ops) WHERE model = ${literal(keyOf(model, dimensions))}`;
    await asOwner('vector-index', () => sql.query(statement, []));
    indexed.add(name);
  }

  const copy = (model: string, rows: { passageId: string; vector: ArrayLike<number> }[]) =>
    sql.query(COPY, [
      keyOf(model, rows[0]!.vector.length),
      rows.map(({ passageId }) => passageId),
      rows.map(({ vector }) => `[${Array.from(vector).join(',')}]`),
    ]);

  return {
    kind: 'pgvector',
    async put(model, passages) {
      await kept.put(model, passages);
      const [one] = passages;
      if (!one) return;
      await index(model, one.vector.length);
      await copy(model, passages);
    },
    async nearest({ organizationId, model, vector, limit, filters }) {
      const values: unknown[] = [];
      const $ = (value: unknown) => `$${values.push(value)}`;
      const size = vector.length;
      const distance = `embedding::halfvec(${size}) <=> ${$(`[${vector.join(',')}]`)}::text::halfvec(${size})`;
      const tenant = `${$(organizationId)}::uuid`;
      const conditions = conditionsOf(filters, $);
      // An index scan goes on until enough rows of this tenant have passed; the setting holds for this statement.
      return sql.query(
        `WITH setting AS MATERIALIZED (SELECT set_config('hnsw.iterative_scan', 'strict_order', true) AS mode)
         SELECT near.* FROM setting, LATERAL (
           SELECT passage_id AS "passageId", (1 - (${distance}))::float8 AS similarity FROM passage_halfvec
           WHERE setting.mode IS NOT NULL AND model = ${literal(keyOf(model, size))} AND organization_id = ${tenant}
           ${conditions === '' ? '' : `AND passage_id IN (SELECT p.id FROM passage p JOIN knowledge_item i ON i.id = p.item_id WHERE p.organization_id = ${tenant} ${conditions})`}
           ORDER BY ${distance} LIMIT ${$(limit)}
         ) near`,
        values,
      );
    },
    async catchUp(model) {
      const rows = await sql.query<{ passageId: string; vector: Uint8Array }>(MISSING, [model, ROWS_AT_ONCE]);
      const vectors = rows.map(({ passageId, vector }) => ({ passageId, vector: vectorOf(vector) }));
      for (const size of new Set(vectors.map(({ vector }) => vector.length))) {
        await index(model, size);
        await copy(
          model,
          vectors.filter(({ vector }) => vector.length === size),
        );
      }
      return rows.length;
    },
  };
}

const keyOf = (model: string, dimensions: number) => `${model} ${dimensions}`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

// Processes that start at the same moment take turns.
const TABLE = `
DO $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('passage_halfvec'));
  CREATE TABLE IF NOT EXISTS passage_halfvec (
    passage_id uuid PRIMARY KEY REFERENCES passage_vector ON DELETE CASCADE,
    organization_id uuid NOT NULL, model text NOT NULL, embedding halfvec NOT NULL
  );
  IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = 'passage_halfvec'::regclass) THEN
    PERFORM row_security_by_organization('passage_halfvec');
  END IF;
END
$$`;

const COPY = `
INSERT INTO passage_halfvec (passage_id, organization_id, model, embedding)
SELECT v.passage_id, v.organization_id, $1, g.embedding::halfvec
FROM unnest($2::uuid[], $3::text[]) AS g(id, embedding) JOIN passage_vector v ON v.passage_id = g.id
ON CONFLICT (passage_id) DO UPDATE SET model = excluded.model, embedding = excluded.embedding`;

const MISSING = `
SELECT e.passage_id AS "passageId", v.vector
FROM passage_embedding e JOIN passage_vector v USING (passage_id)
LEFT JOIN passage_halfvec h ON h.passage_id = e.passage_id AND h.model = $1 || ' ' || length(e.signs)
WHERE e.model = $1 AND e.signs IS NOT NULL AND h.passage_id IS NULL LIMIT $2`;
