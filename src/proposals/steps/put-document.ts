import type { Workflow } from '../../../generated/client/client.js';
import type { Tx } from '../../platform/db.js';
import { newId } from '../../platform/ids.js';

/**
 * Writes what was drafted into the document of a workflow, as a new version where it says something else; earlier
 * versions are kept.
 * @param expectedVersion of the document that the text was made from; 0 where there was none
 * @returns the version it has now; null where somebody else saved it meanwhile
 */
export async function putDocument(
  tx: Tx,
  { id: workflowId, organizationId, clientName }: Workflow,
  { title, content, expectedVersion }: { title: string; content: string; expectedVersion: number },
): Promise<number | null> {
  await tx.$queryRaw`SELECT id FROM document WHERE workflow_id = ${workflowId}::uuid FOR UPDATE`;
  const before = await tx.document.findUnique({ where: { workflowId } });
  if ((before?.version ?? 0) !== expectedVersion) return null;
  if (before && before.content === content) return before.version;

  const version = expectedVersion + 1;
  const documentId = before?.id ?? newId();
  if (before)
    await tx.document.update({ where: { id: documentId }, data: { content, version, lastEditedById: null } });
  else
    await tx.document.create({
      data: {
        id: documentId,
        organizationId,
        workflowId,
        title,
        content,
        clientName,
        documentType: 'proposal',
      },
    });
  await tx.documentVersion.create({
    data: { documentId, version, organizationId, title, content, editedById: null },
  });
  return version;
}
