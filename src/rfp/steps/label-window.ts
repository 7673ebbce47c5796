import type { App } from '../../app-types.js';
import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import type { Run } from '../../platform/durable.js';
import { paidTask } from '../../runs/index.js';
import { splitUnits } from '../extraction/index.js';
import { extractQuestions, windowsOf } from '../prompts/extract-questions/index.js';
import { isForm } from '../questionnaire/is-form.js';
import { loadDocument } from '../source-store.js';
import { loadRun } from '../workflow.js';

/** ANALYZING with a model: has one window of numbered units labelled, and keeps the reply. */
export async function labelWindow(app: App, run: Run, window: number, signal: AbortSignal): Promise<void> {
  await loadRun(app, run);
  if (await isForm(app, run)) return;
  const input = async () => (await windowsOfRun(app, run))[window]!;
  await paidTask(app, run, extractQuestions, window, input, signal);
}

type Windows = ReturnType<typeof windowsOf>;

const MOST_DOCUMENTS = 8;
const cut = new WeakMap<App, BoundedMap<Promise<Windows>>>();

/** Loaded and cut once a run in each worker: for each window anew it would take time by the square of the length. */
function windowsOfRun(app: App, { workflowId, attempt }: Run): Promise<Windows> {
  const known = cut.get(app) ?? new BoundedMap<Promise<Windows>>(MOST_DOCUMENTS);
  cut.set(app, known);
  const key = `${workflowId} ${attempt}`;
  return known.getOrMake(key, () => {
    const windows = loadDocument(app, workflowId).then((document) => windowsOf(splitUnits(document)));
    windows.catch(() => known.delete(key));
    return windows;
  });
}
