import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { documentFilename, renderDocument, storeOutput } from '../rfp/index.js';

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
  return storeOutput(app, workflow, { filename, content: file, at });
}
