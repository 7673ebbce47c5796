import type { Sql } from '../../platform/database/sql.js';
import { conditionsOf } from '../candidates.js';
import type { VectorStore } from './vector-store.js';
import { bytesOf, signsOf, similarityOf, vectorOf } from './vectors.js';

/** Numbers that a search reads to compare vectors exactly: 500 vectors of 1,536 dimensions, 2,000 of 384. */
const NUMBERS_COMPARED = 768_000;

/**
 * Vectors in plain PostgreSQL. A search reads the signs of all vectors of the tenant, one bit a dimension, and takes
 * those nearest by Hamming distance; their cosines come from the vectors themselves. A tenant with no more than those is
 * compared whole. What that finds of the true
 * nearest is in docs/decisions/0005-search.md.
 */
export function createScanStore(sql: Sql): VectorStore {
  return {
    kind: 'scan',
    put: (model, passages) =>
      sql
        .query(PUT, [
          model,
          passages.map(({ passageId }) => passageId),
          passages.map(({ vector }) => signsOf(vector)),
          passages.map(({ vector }) => bytesOf(vector)),
        ])
        .then(() => {}),
    async nearest({ organizationId, model, vector, limit, filters }) {
      const values: unknown[] = [];
      const $ = (value: unknown) => `$${values.push(value)}`;
      const signs = `${$(signsOf(vector))}::text::varbit`;
      const tenant = `${$(organizationId)}::uuid`;
      const conditions = conditionsOf(filters, $);
      const rows = await sql.query<{ passageId: string; vector: Uint8Array }>(
        `WITH near AS MATERIALIZED (
           SELECT passage_id FROM passage_embedding
           WHERE organization_id = ${tenant} AND model = ${$(model)} AND length(signs) = ${$(vector.length)}
           ${conditions === '' ? '' : `AND passage_id IN (SELECT p.id FROM passage p JOIN knowledge_item i ON i.id = p.item_id WHERE p.organization_id = ${tenant} ${conditions})`}
           ORDER BY bit_count(signs # ${signs}) LIMIT ${Math.max(Math.floor(NUMBERS_COMPARED / vector.length), limit)}
         )
         SELECT passage_id AS "passageId", vector FROM near JOIN passage_vector USING (passage_id)`,
        values,
      );
      return rows
        .map(({ passageId, vector: bytes }) => ({
          passageId,
          similarity: similarityOf(vector, vectorOf(bytes)),
        }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, limit);
    },
    catchUp: async () => 0,
  };
}

const PUT = `
WITH given AS (
  SELECT p.id, p.organization_id, signs::varbit, vector
  FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS g(id, signs, vector) JOIN passage p USING (id)
), embedding AS (
  INSERT INTO passage_embedding (passage_id, organization_id, model, signs)
  SELECT id, organization_id, $1, signs FROM given
  ON CONFLICT (passage_id) DO UPDATE
  SET model = excluded.model, signs = excluded.signs, failure = NULL, embedded_at = now()
)
INSERT INTO passage_vector (passage_id, organization_id, vector)
SELECT id, organization_id, vector FROM given
ON CONFLICT (passage_id) DO UPDATE SET vector = excluded.vector`;
