import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { renderInRun, responseFilename } from '../../rendering/index.js';
import { commitOutput, storeOutput } from '../../runs/index.js';
import { followForm } from '../questionnaire/follow-form.js';
import { MEDIA_TYPES } from '../response/document-file.js';
import { followAnswers } from '../response/follow-answers.js';
import { loadResponse } from '../response/load-response.js';
import { commitWorkflowStep, loadRun } from '../workflow.js';

/**
 * FORMATTING: writes the response, as a file and as the document that people edit, and makes the workflow READY;
 * in READY it writes both anew where answers have changed since.
 * @returns whether answers were changed meanwhile, so that it has to be written once more
 */
export async function writeOutput(app: App, run: Run): Promise<{ outdated: boolean }> {
  const workflow = await loadRun(app, run);
  if (workflow.state !== 'FORMATTING' && workflow.state !== 'READY') return { outdated: false };
  // Several changes at once are one response, however many rounds they ask for.
  if (workflow.state === 'READY' && (await isWritten(app, workflow))) return { outdated: false };
  const response = await loadResponse(app, run.workflowId);
  const content = await renderInRun({ format: 'response', document: response });
  const at = app.clock();
  const filename = responseFilename(workflow.clientName, at);
  const output = await storeOutput(app, workflow, { filename, mediaType: MEDIA_TYPES.docx, content, at });

  const commit = () =>
    commitWorkflowStep(app, run, async (tx, now) => {
      const before = await tx.output.findUnique({ where: { workflowId: run.workflowId } });
      const outdated = now.answersRevision !== workflow.answersRevision;
      // Committed already, by a transaction whose end we were not told of.
      if (before?.storageKey === output.storageKey) return { result: { unused: null, outdated } };
      const owner = { workflowId: run.workflowId, organizationId: run.organizationId };
      await tx.output.upsert({
        where: { workflowId: run.workflowId },
        create: { ...owner, ...output },
        update: output,
      });
      // Answers changed meanwhile are in the next response, and only there.
      if (!outdated) await followAnswers(tx, owner, response);
      return {
        data: now.state === 'FORMATTING' ? { state: 'READY', completedAt: app.clock() } : {},
        events: [{ kind: 'output-ready' }],
        result: { unused: before?.storageKey ?? null, outdated },
      };
    });
  const { outdated } = await commitOutput(app, output, commit);
  if (!outdated) await followForm(app, run);
  return { outdated };
}

async function isWritten(
  { db }: App,
  { id: workflowId, answersRevision }: { id: string; answersRevision: number },
): Promise<boolean> {
  return (await db.output.count({ where: { workflowId, answersRevision } })) > 0;
}
