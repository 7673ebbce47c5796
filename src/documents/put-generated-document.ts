import type { Tx } from '../platform/database/db.js';
import { writeFirstVersion, writeVersion } from './write-version.js';

export interface GeneratedDocument {
  organizationId: string;
  /** UUID of the workflow row. */
  workflowId: string;
  title: string;
  /** Markdown of up to 2,000,000 characters. */
  content: string;
  clientName: string | null;
  documentType: 'proposal' | 'rfp_response';
  /** Positions of the questions whose answers stand in it between anchors. */
  linkedAnswers?: number[];
}

/**
 * Puts the text of a run into the document of its workflow, in the transaction that has the workflow's lock. It
 * becomes version 1, or the next one where it differs; a document that a person wrote or edited stays as it is.
 * May be repeated.
 * @returns the id and the version of the document, and whether its text now is what was given
 */
export async function putGeneratedDocument(
  tx: Tx,
  { title, content, linkedAnswers = [], ...owner }: GeneratedDocument,
): Promise<{ id: string; version: number; isWritten: boolean }> {
  const text = { title, content, linkedAnswers };
  const created = await writeFirstVersion(tx, owner, text, null);
  if (created) return { ...created, isWritten: true };
  const before = await tx.document.findUniqueOrThrow({ where: { workflowId: owner.workflowId } });
  if (!before.generated || before.lastEditedById !== null)
    return { id: before.id, version: before.version, isWritten: false };
  const version = await writeVersion(tx, before, text, { by: null });
  return { id: before.id, version, isWritten: true };
}
