import { Buffer } from 'node:buffer';
import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { newId } from '../platform/ids.js';
import { documentFilename, renderDocument } from '../rfp/index.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Writes the document as a Word file to storage; returns what the output of its workflow then is. */
export async function writeProposalFile(
  app: App,
  workflow: Workflow,
  { title, content }: { title: string; content: string },
) {
  const at = app.clock();
  const rendered = await renderDocument({
    title,
    clientName: workflow.clientName,
    industry: workflow.industry,
    vendorName: app.env.vendorName,
    kindLabel: 'Proposal',
    reference: workflow.reference,
    generatedAt: at,
    markdown: content,
  });
  const storageKey = `${workflow.organizationId}/outputs/${workflow.id}/${newId()}.docx`;
  const { sizeBytes } = await app.storage.write(storageKey, Buffer.from(rendered));
  return {
    filename: documentFilename('Proposal', workflow.clientName, at, 'docx'),
    mediaType: DOCX,
    sizeBytes,
    storageKey,
    answersRevision: workflow.answersRevision,
    writtenAt: at,
  };
}
