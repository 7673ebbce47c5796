import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Block, ExtractedDocument, SourceFormat } from '../formats/index.js';
import type { Db, Tx } from '../platform/database/db.js';
import type { LabelledUnit, UnitLabel } from './extraction-types.js';

const ROWS_AT_ONCE = 1000;

/** Stores the text of a workflow's document and its blocks, in place of what an earlier try stored. */
export async function storeDocument(
  tx: Tx,
  owner: { workflowId: string; organizationId: string },
  document: ExtractedDocument,
): Promise<void> {
  await tx.sourceBlock.deleteMany({ where: { workflowId: owner.workflowId } });
  await tx.sourceText.deleteMany({ where: { workflowId: owner.workflowId } });
  await tx.sourceText.create({ data: { ...owner, text: document.text } });
  for (let i = 0; i < document.blocks.length; i += ROWS_AT_ONCE) {
    await tx.sourceBlock.createMany({
      data: document.blocks.slice(i, i + ROWS_AT_ONCE).map(({ text: _, row, ...block }) => ({
        ...owner,
        ...block,
        ...(row && { row: row as unknown as Prisma.InputJsonObject }),
      })),
    });
  }
}

/** The document of a workflow as it was stored. */
export async function loadDocument(app: App, workflowId: string): Promise<ExtractedDocument> {
  const { pageCount, file, workflow } = await app.db.rfpResponse.findUniqueOrThrow({
    where: { workflowId },
    select: { pageCount: true, file: { select: { format: true } }, workflow: { select: { source: true } } },
  });
  const text = workflow.source?.text ?? '';
  const rows = await app.db.sourceBlock.findMany({ where: { workflowId }, orderBy: { position: 'asc' } });
  const blocks = rows.map(
    (row): Block => ({
      position: row.position,
      kind: row.kind as Block['kind'],
      text: text.slice(row.start, row.end),
      page: row.page,
      number: row.number,
      level: row.level,
      start: row.start,
      end: row.end,
      furniture: row.furniture as Block['furniture'],
      row: row.row as unknown as Block['row'],
    }),
  );
  return { format: file?.format as SourceFormat, text, pageCount, blocks };
}

// The strongest label of its pieces is the label of a block.
const STRENGTH: readonly UnitLabel[] = ['furniture', 'context', 'instruction', 'requirement', 'question'];

/** Writes onto each block how it, and each piece of it, was labelled. */
export async function storeLabels(
  tx: Db | Tx,
  workflowId: string,
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
  await tx.$executeRaw`
    UPDATE source_block SET label = v.label, units = v.units::jsonb
    FROM unnest(${positions}::int[], ${labels}::text[], ${json}::text[]) AS v(position, label, units)
    WHERE source_block.workflow_id = ${workflowId}::uuid AND source_block.position = v.position`;
  // A block without pieces (an empty cell row, say) has been looked at as well.
  await tx.$executeRaw`
    UPDATE source_block SET label = CASE WHEN furniture IS NULL THEN 'context' ELSE 'furniture' END
    WHERE workflow_id = ${workflowId}::uuid AND label IS NULL`;
}
