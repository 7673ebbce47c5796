import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { notFound } from '../../platform/errors.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { changeDocument, type SavedDocument } from './change-document.js';

export interface RestoreDocumentInput {
  /** The readable id of the workflow it belongs to. */
  workflowId: string;
  /** The version whose title and text come back. */
  version: number;
  /** The version the document is at; another one's save in between is then a conflict. Null overwrites. */
  expectedVersion: ExpectedVersion;
}

/**
 * Brings an earlier version back, as a new one. Answers that stand in it come back as well, as edits of a person.
 * @throws {DomainError} not-found; conflict with the current version, or where answers may not be edited
 */
export async function restoreDocument(
  app: App,
  actor: Actor,
  input: RestoreDocumentInput,
): Promise<SavedDocument> {
  requirePermission(actor, 'documents.edit');
  return changeDocument(app, actor, input, async (tx, { id }) => {
    const version = await tx.documentVersion.findUnique({
      where: { documentId_version: { documentId: id, version: input.version } },
      select: { title: true, content: true },
    });
    if (!version) throw notFound(`Version ${input.version} of the document of ${input.workflowId}`);
    return { ...version, restoredFrom: input.version };
  });
}
