import { writeFirstVersion, writeVersion } from '../../documents/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Workflow } from '../../rfp/index.js';

/**
 * Writes what was drafted into the document of a workflow, under the workflow's lock: as its first version, or as the
 * next one where it says something else. Unlike `putGeneratedDocument` it also writes into a document that a person
 * has edited, since it is given that person's text with sections replaced.
 * @param expectedVersion of the document that the text was made from; 0 where there was none
 * @returns the version it has now; null where somebody else saved it meanwhile
 */
export async function putDocument(
  tx: Tx,
  { id: workflowId, organizationId, clientName }: Workflow,
  { title, content, expectedVersion }: { title: string; content: string; expectedVersion: number },
): Promise<number | null> {
  const text = { title, content, linkedAnswers: [] };
  const before = await tx.document.findUnique({ where: { workflowId } });
  if ((before?.version ?? 0) !== expectedVersion) return null;
  if (before) return writeVersion(tx, before, text, { by: null });
  const owner = { organizationId, workflowId, clientName, documentType: 'proposal' };
  return (await writeFirstVersion(tx, owner, text, null))?.version ?? null;
}
