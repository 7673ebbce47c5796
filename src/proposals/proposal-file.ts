import type { App } from '../app-types.js';
import type { Workflow } from '../rfp/index.js';
import { documentFilename, MEDIA_TYPES, renderDocument } from '../rfp/index.js';
import { storeOutput } from '../runs/index.js';

/** Writes the document as a Word file to storage; returns what the output of its workflow then is. */
export async function writeProposalFile(
  app: App,
  workflow: Workflow,
  { title, content }: { title: string; content: string },
) {
  const at = app.clock();
  const file = await renderDocument({
    title,
    clientName: workflow.clientName,
    industry: workflow.industry,
    vendorName: app.env.vendorName,
    kindLabel: 'Proposal',
    generatedAt: at,
    markdown: content,
  });
  const filename = documentFilename('Proposal', workflow.clientName, at, 'docx');
  return storeOutput(app, workflow, { filename, mediaType: MEDIA_TYPES.docx, content: file, at });
}
