import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { documentContent, documentTitle, writeFirstVersion } from '../../documents/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { conflict, invalidInput } from '../../platform/errors.js';
import { optionalLine } from '../../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { changeWorkflow } from '../workflow.js';

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
  /** That of the generated document which gives way, 0 where there is none. */
  expectedVersion?: ExpectedVersion;
}

/**
 * Makes the editable document of a workflow, at version 1. One that a run generated and nobody has edited gives
 * way to it: its text can be made again from the answers.
 * @returns its id
 * @throws {DomainError} not-found; conflict where a person has written or edited one; invalid-input
 */
export async function createDocument(app: App, actor: Actor, input: CreateDocumentInput): Promise<string> {
  requirePermission(actor, 'documents.edit');
  const { organizationId, userId } = actor;
  const reference = input.workflowId;
  const title = documentTitle(input.title);
  const content = documentContent(input.content);
  const clientName = optionalLine(input.clientName, 'The client name', ['input', 'clientName']);
  if (input.documentType && !TYPES.includes(input.documentType))
    throw invalidInput(`A document is of type ${TYPES.join(' or ')}.`, ['input', 'documentType']);

  return changeWorkflow(app, { reference, organizationId }, async (tx, workflow) => {
    const owner = {
      organizationId,
      workflowId: workflow.id,
      clientName: clientName ?? workflow.clientName,
      documentType: input.documentType ?? (workflow.kind === 'QUICK_PROPOSAL' ? 'proposal' : 'rfp_response'),
    };
    const before = await tx.document.findUnique({ where: { workflowId: workflow.id } });
    checkVersion('The document', before ?? { id: workflow.id, version: 0 }, input.expectedVersion);
    await tx.document.deleteMany({
      where: { workflowId: workflow.id, generated: true, lastEditedById: null },
    });
    const created = await writeFirstVersion(tx, owner, { title, content, linkedAnswers: [] }, userId);
    if (!created) throw conflict(`Workflow ${reference} has a document already. Change it by saveDocument.`);
    await recordAudit(tx, actor, {
      action: 'document.created',
      subjectType: 'document',
      subjectId: created.id,
      details: { version: 1 },
      after: { version: 1, title, characters: content.length },
    });
    return { result: created.id };
  });
}
