import type { App } from '../app-types.js';
import { documentFilename, renderInRun } from '../rendering/index.js';
import { MEDIA_TYPES, type Workflow } from '../rfp/index.js';
import { storeOutput } from '../runs/index.js';

/** Writes the document as a Word file to storage; returns what the output of its workflow then is. */
export async function writeProposalFile(
  app: App,
  workflow: Workflow,
  { title, content }: { title: string; content: string },
) {
  const at = app.clock();
  const document = {
    title,
    clientName: workflow.clientName,
    industry: workflow.industry,
    vendorName: app.env.vendorName,
    kindLabel: 'Proposal',
    generatedAt: at,
    markdown: content,
  };
  const file = await renderInRun({ format: 'docx', document });
  const filename = documentFilename('Proposal', workflow.clientName, at, 'docx');
  return storeOutput(app, workflow, { filename, mediaType: MEDIA_TYPES.docx, content: file, at });
}
