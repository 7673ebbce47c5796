import type { App } from '../app-types.js';
import { isOutage } from '../platform/database/outage.js';
import { changeWorkflow, findWorkflow } from '../rfp/index.js';
import { writeProposalFile } from './proposal-file.js';

/**
 * Writes the file for download anew where the document was edited since. It needs no run, so that an edit is in the
 * next download whatever the state of the workflow, and with no worker alive.
 */
export async function refreshOutput(app: App, which: { id: string; organizationId: string }): Promise<void> {
  const where = { workflowId: which.id };
  const proposal = await app.db.proposal.findUnique({ where });
  const document = await app.db.document.findUnique({ where });
  // Before the first file is written there is nothing to bring up to date.
  if (!document || proposal?.outputVersion == null || proposal.outputVersion === document.version) return;

  const workflow = await findWorkflow(app, which);
  const output = await writeProposalFile(app, workflow!, document);
  const replaced = await changeWorkflow(app, which, async (tx) => {
    const before = await tx.output.findUniqueOrThrow({ where });
    const { outputVersion } = await tx.proposal.findUniqueOrThrow({ where });
    // Somebody else was quicker, with this version or with a later one.
    if (outputVersion !== proposal.outputVersion) return { result: output.storageKey };
    // Whether drafts are newer than the document is for the run to say, as it was before.
    const { answersRevision } = before;
    await tx.output.update({ where, data: { ...output, answersRevision } });
    await tx.proposal.update({ where, data: { outputVersion: document.version } });
    return {
      events: [{ kind: 'output-ready' }],
      result: before.storageKey,
    };
  }).catch(async (error: unknown) => {
    // Where the database went away it may have been committed; a file too many does less harm than one that is missing.
    if (!isOutage(error)) await app.storage.remove(output.storageKey);
    throw error;
  });
  await app.storage.remove(replaced);
}
