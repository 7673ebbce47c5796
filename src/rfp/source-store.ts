import type { App } from '../app-types.js';
import type { ExtractedDocument } from '../formats/index.js';
import type { Db, Tx } from '../platform/database/db.js';
import { loadSource } from '../sources/index.js';
import type { LabelledUnit, UnitLabel } from './extraction-types.js';

/** The document of a workflow as it was read. */
export async function loadDocument(app: App, workflowId: string): Promise<ExtractedDocument> {
  const { file } = await app.db.rfpResponse.findUniqueOrThrow({
    where: { workflowId },
    select: { file: { select: { sourceDocumentId: true } } },
  });
  return loadSource(app, file!.sourceDocumentId!);
}

// The strongest label of its pieces is the label of a block.
const STRENGTH: readonly UnitLabel[] = ['furniture', 'context', 'instruction', 'requirement', 'question'];

/** Keeps how each block of the document, and each piece of it, was labelled. */
export async function storeLabels(
  tx: Db | Tx,
  { workflowId, organizationId }: { workflowId: string; organizationId: string },
  units: readonly LabelledUnit[],
): Promise<void> {
  const byBlock = new Map<number, LabelledUnit[]>();
  for (const unit of units) {
    const known = byBlock.get(unit.block);
    if (known) known.push(unit);
    else byBlock.set(unit.block, [unit]);
  }
  const positions = [...byBlock.keys()];
  const pieces = [...byBlock.values()];
  const labels = pieces.map(
    (list) => STRENGTH[Math.max(...list.map(({ label }) => STRENGTH.indexOf(label)))]!,
  );
  const json = pieces.map((list) => JSON.stringify(list.map(({ start, end, label }) => [start, end, label])));
  // A block without pieces (an empty cell row, say) has been looked at as well.
  await tx.$executeRaw`
    INSERT INTO block_label (workflow_id, position, organization_id, label, units)
    SELECT r.workflow_id, b.position, ${organizationId}::uuid,
      coalesce(v.label, CASE WHEN b.furniture IS NULL THEN 'context' ELSE 'furniture' END), coalesce(v.units::jsonb, '[]')
    FROM rfp_response r JOIN stored_file f ON f.id = r.file_id JOIN source_block b ON b.document_id = f.source_document_id
      LEFT JOIN unnest(${positions}::int[], ${labels}::text[], ${json}::text[]) AS v(position, label, units)
        ON v.position = b.position
    WHERE r.workflow_id = ${workflowId}::uuid AND r.organization_id = ${organizationId}::uuid`;
}
