import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { conflict, invalidInput, notFound } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import { optionalLine } from '../platform/text-input.js';
import { documentContent, documentTitle } from './document-input.js';

const TYPES = ['proposal', 'rfp_response'];

export interface CreateDocumentInput {
  /** The readable id of the workflow it belongs to. */
  workflowId: string;
  title: string;
  /** Markdown; may be empty to begin with. */
  content: string;
  clientName?: string | null;
  /** proposal or rfp_response; by the kind of the workflow where left out. */
  documentType?: string | null;
}

/**
 * Makes the editable document of a workflow, at version 1.
 * @returns its id
 * @throws {DomainError} not-found; conflict where the workflow has one; invalid-input
 */
export async function createDocument(app: App, actor: Actor, input: CreateDocumentInput): Promise<string> {
  const { organizationId, userId } = actor;
  const title = documentTitle(input.title);
  const content = documentContent(input.content);
  const clientName = optionalLine(input.clientName, 'The client name', ['input', 'clientName']);
  if (input.documentType && !TYPES.includes(input.documentType))
    throw invalidInput(`A document is of type ${TYPES.join(' or ')}.`, ['input', 'documentType']);

  const workflow = await app.db.workflow.findFirst({
    where: { reference: input.workflowId, organizationId },
  });
  if (!workflow) throw notFound(`Workflow ${input.workflowId}`);
  const id = newId();
  await app.db.$transaction(async (tx) => {
    // One document a workflow; of two at the same moment one gets a count of 0.
    const { count } = await tx.document.createMany({
      data: [
        {
          id,
          organizationId,
          workflowId: workflow.id,
          title,
          content,
          clientName: clientName ?? workflow.clientName,
          documentType:
            input.documentType ?? (workflow.kind === 'QUICK_PROPOSAL' ? 'proposal' : 'rfp_response'),
          lastEditedById: userId,
        },
      ],
      skipDuplicates: true,
    });
    if (!count)
      throw conflict(`Workflow ${input.workflowId} has a document already. Change it by saveDocument.`);
    await tx.documentVersion.create({
      data: { documentId: id, version: 1, organizationId, title, content, editedById: userId },
    });
    await recordAudit(tx, actor, {
      action: 'document.created',
      subjectType: 'document',
      subjectId: id,
      details: { version: 1 },
    });
  });
  return id;
}
