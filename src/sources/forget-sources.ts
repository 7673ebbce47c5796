import type { Tx } from '../platform/database/db.js';

/**
 * Takes away what was read of files whose content goes, as far as no other file has the same.
 * @param fileIds of stored files, whose rows may stay
 */
export async function forgetSources(tx: Pick<Tx, '$executeRaw'>, fileIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (
      UPDATE stored_file f SET source_document_id = NULL FROM stored_file before
      WHERE f.id = before.id AND f.id = ANY(${fileIds}::uuid[]) AND f.source_document_id IS NOT NULL
      RETURNING before.source_document_id AS id
    )
    DELETE FROM source_document d USING gone
    WHERE d.id = gone.id
      AND NOT EXISTS (SELECT FROM stored_file f WHERE f.source_document_id = d.id AND NOT f.id = ANY(${fileIds}::uuid[]))`;
}
