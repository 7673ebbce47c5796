import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { splitUnits } from '../extraction/index.js';
import { extractQuestions, windowsOf } from '../prompts/extract-questions/index.js';
import { loadRun } from '../run.js';
import { loadDocument } from '../source-store.js';
import { paidTask } from './paid-task.js';

/** ANALYZING with a model: has one window of numbered units labelled, and keeps the reply. */
export async function labelWindow(app: App, run: Run, window: number, signal: AbortSignal): Promise<void> {
  await loadRun(app, run);
  const input = async () => windowsOf(splitUnits(await loadDocument(app, run.workflowId)))[window]!;
  await paidTask(app, run, extractQuestions, window, input, signal);
}
