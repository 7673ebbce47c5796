import { Buffer } from 'node:buffer';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { followAnswers } from '../documents/follow-answers.js';
import { renderResponse, responseFilename } from '../output/index.js';
import { loadResponse } from '../response.js';
import { changeRun, loadRun } from '../run.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * FORMATTING: writes the response, as a file and as the document that people edit, and makes the workflow READY;
 * in READY it writes both anew.
 * @returns whether answers were changed meanwhile, so that it has to be written once more
 */
export async function writeOutput(app: App, run: Run): Promise<{ outdated: boolean }> {
  const workflow = await loadRun(app, run);
  if (workflow.state !== 'FORMATTING' && workflow.state !== 'READY') return { outdated: false };
  const response = await loadResponse(app, run.workflowId);
  const content = Buffer.from(await renderResponse(response));
  const storageKey = `${run.organizationId}/outputs/${run.workflowId}/${newId()}.docx`;
  const { sizeBytes } = await app.storage.write(storageKey, content);
  const output = {
    filename: responseFilename(workflow.clientName, app.clock()),
    mediaType: DOCX,
    sizeBytes,
    storageKey,
    answersRevision: workflow.answersRevision,
    writtenAt: app.clock(),
  };

  const commit = () =>
    changeRun(app, run, async (tx, now) => {
      const before = await tx.output.findUnique({ where: { workflowId: run.workflowId } });
      const outdated = now.answersRevision !== workflow.answersRevision;
      // Committed already, by a transaction whose end we were not told of.
      if (before?.storageKey === storageKey) return { result: { previous: null, outdated } };
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
        result: { previous: before?.storageKey ?? null, outdated },
      };
    });
  const { previous, outdated } = await commit().catch(async (error: unknown) => {
    await app.storage.remove(storageKey);
    throw error;
  });
  if (previous) await app.storage.remove(previous);
  await app.storage.removeBeside(storageKey);
  return { outdated };
}
