import { RULES } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import { engineFor } from '../../models/index.js';
import type { Run } from '../../platform/durable.js';
import { readSource } from '../../sources/index.js';
import { splitUnits } from '../extraction/index.js';
import { windowsOf } from '../prompts/extract-questions/index.js';
import { isForm } from '../questionnaire/is-form.js';
import { loadDocument } from '../source-store.js';
import { hasReached } from '../states.js';
import { commitWorkflowStep, loadRun } from '../workflow.js';

/**
 * ANALYZING, first half: reads the file into text and blocks.
 * @returns how many windows of the text a model has to label; 0 where rules do it
 * @throws {DomainError} file-* where the file turns out to be unreadable
 */
export async function extractText(app: App, run: Run, signal: AbortSignal): Promise<{ windows: number }> {
  const workflow = await loadRun(app, run);
  if (hasReached(workflow, 'ROUTING')) return { windows: 0 };
  // What a document was begun with it is gone on with, whatever is configured meanwhile.
  const engine =
    workflow.state === 'CREATED' ? await engineFor(app, 'EXTRACTION', run.organizationId) : workflow.engine;
  if (workflow.state === 'CREATED')
    await commitWorkflowStep(app, run, async (_tx, { state }) => ({
      data: state === 'CREATED' ? { state: 'ANALYZING', engine } : {},
      result: undefined,
    }));

  const where = { workflowId: run.workflowId };
  const response = await app.db.rfpResponse.findUniqueOrThrow({ where, include: { file: true } });
  if (!response.extractedAt) {
    const file = response.file!;
    const { pageCount } = await readSource(app, file, { signal });
    await commitWorkflowStep(app, run, async (tx) => {
      await tx.rfpResponse.updateMany({
        where: { ...where, extractedAt: null },
        data: { extractedAt: app.clock(), pageCount },
      });
      return { result: undefined };
    });
  }
  if (engine === RULES) return { windows: 0 };
  // The mapping of a form says what is asked. One window of nothing, since its questions are routed by the model all the same.
  if (await isForm(app, run)) return { windows: 1 };
  return { windows: windowsOf(splitUnits(await loadDocument(app, run.workflowId))).length };
}
