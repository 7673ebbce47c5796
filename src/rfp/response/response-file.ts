import type { Output } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { DomainError } from '../../platform/errors.js';
import { type FileExtension, oneLine, responseTitle } from '../../rendering/index.js';
import { findOutput } from '../find-output.js';
import { documentFile, type FileOfDocument, fileOf } from './document-file.js';
import { loadResponse } from './load-response.js';
import { openPointsText } from './open-points-text.js';
import { forReading } from './reading.js';
import { responseText } from './response-text.js';

/**
 * What a workflow came to, as a file. As docx it is the file that the run wrote; otherwise the document that
 * holds the response, or the answers where a person put a document of their own in its place. A response ends with
 * its open points.
 * @returns the stored file, or one made now
 * @throws {DomainError} not-found; conflict while there is none yet; see also `documentFile`
 */
export async function responseFile(
  app: App,
  actor: Actor,
  reference: string,
  format: FileExtension,
): Promise<{ stored: Output } | { made: FileOfDocument }> {
  requirePermission(actor, 'workflows.view');
  const where = { run: { reference }, organizationId: actor.organizationId };
  const workflow = await app.db.workflow.findFirst({
    where,
    select: {
      id: true,
      run: { select: { kind: true } },
      document: { select: { generated: true } },
      output: true,
    },
  });
  const isProposal = workflow?.run.kind === 'QUICK_PROPOSAL';
  if (workflow?.output && format === 'docx') return { stored: await findOutput(app, actor, reference) };
  if (workflow?.document && isProposal)
    return { made: await documentFile(app, actor, reference, { format, version: null }) };

  const output = await findOutput(app, actor, reference);
  if (isProposal) throw new DomainError('not-found', `The document of workflow ${reference} was not found.`);
  const response = await loadResponse(app, output.workflowId);
  const openPoints = openPointsText(response);
  if (workflow?.document?.generated)
    return {
      made: await documentFile(app, actor, reference, { format, version: null, appendix: openPoints }),
    };

  const { clientName, industry, vendorName } = response;
  const document = {
    title: oneLine(`${responseTitle}: ${clientName}`, 200),
    clientName,
    industry,
    vendorName,
    kindLabel: 'RFP response',
    generatedAt: output.writtenAt,
    markdown: `${forReading(responseText(response, { sources: true }), response)}\n\n${openPoints}`,
  };
  return { made: await fileOf(document, format, 'RFP_Response') };
}
