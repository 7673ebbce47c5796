import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { conflict, notFound } from '../platform/errors.js';
import { documentContent, documentTitle } from './document-input.js';

export interface SaveDocumentInput {
  /** The readable id of the workflow it belongs to. */
  workflowId: string;
  /** Null leaves it as it is. */
  title: string | null;
  /** Markdown; null leaves it as it is. */
  content: string | null;
  /** The version that was edited; another one's save in between is then a conflict. Null overwrites. */
  expectedVersion: number | null;
}

/**
 * Saves the document as a new version; earlier ones are kept.
 * @returns its id
 * @throws {DomainError} not-found; conflict naming the current version; invalid-input
 */
export async function saveDocument(app: App, actor: Actor, input: SaveDocumentInput): Promise<string> {
  const { organizationId, userId } = actor;
  const given = {
    ...(input.title !== null && { title: documentTitle(input.title) }),
    ...(input.content !== null && { content: documentContent(input.content) }),
  };
  return app.db.$transaction(async (tx) => {
    const where = { organizationId, workflow: { reference: input.workflowId } };
    const found = await tx.document.findFirst({ where, select: { id: true } });
    if (!found) throw notFound(`The document of workflow ${input.workflowId}`);
    await tx.$queryRaw`SELECT id FROM document WHERE id = ${found.id}::uuid FOR UPDATE`;
    const before = await tx.document.findUniqueOrThrow({ where: { id: found.id } });
    if (input.expectedVersion !== null && input.expectedVersion !== before.version)
      throw conflict(
        `The document is at version ${before.version} by now; you edited version ${input.expectedVersion}. ` +
          'Load it again and bring your changes in.',
      );

    const version = before.version + 1;
    const { title, content } = { ...before, ...given };
    await tx.document.update({
      where: { id: before.id },
      data: { title, content, version, lastEditedById: userId },
    });
    await tx.documentVersion.create({
      data: { documentId: before.id, version, organizationId, title, content, editedById: userId },
    });
    await recordAudit(tx, actor, {
      action: 'document.saved',
      subjectType: 'document',
      subjectId: before.id,
      details: { version },
    });
    return before.id;
  });
}
