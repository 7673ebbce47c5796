import type { App } from '../../app-types.js';
import { documentContent, documentTitle } from '../../documents/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { changeDocument, type SavedDocument } from './change-document.js';

export interface SaveDocumentInput {
  /** The readable id of the workflow it belongs to. */
  workflowId: string;
  /** Null leaves it as it is. */
  title: string | null;
  /** Markdown; null leaves it as it is. */
  content: string | null;
  /** The version that was edited; another one's save in between is then a conflict. Null overwrites. */
  expectedVersion: ExpectedVersion;
}

/**
 * Saves the document as a new version; earlier ones are kept. Where nothing has changed there is none. What was
 * changed of an answer that stands in it becomes an edit of that answer.
 * @throws {DomainError} not-found; conflict with the current version, or where answers may not be edited;
 * invalid-input
 */
export async function saveDocument(app: App, actor: Actor, input: SaveDocumentInput): Promise<SavedDocument> {
  requirePermission(actor, 'documents.edit');
  const given = {
    ...(input.title !== null && { title: documentTitle(input.title) }),
    ...(input.content !== null && { content: documentContent(input.content) }),
  };
  return changeDocument(app, actor, input, async (_tx, { title, content }) => ({
    title,
    content,
    ...given,
    restoredFrom: null,
  }));
}
