import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { paidTask } from '../../runs/index.js';
import { splitUnits } from '../extraction/index.js';
import { extractQuestions, windowsOf } from '../prompts/extract-questions/index.js';
import { loadDocument } from '../source-store.js';
import { loadRun } from '../workflow.js';

/** ANALYZING with a model: has one window of numbered units labelled, and keeps the reply. */
export async function labelWindow(app: App, run: Run, window: number, signal: AbortSignal): Promise<void> {
  await loadRun(app, run);
  const input = async () => windowsOf(splitUnits(await loadDocument(app, run.workflowId)))[window]!;
  await paidTask(app, run, extractQuestions, window, input, signal);
}
