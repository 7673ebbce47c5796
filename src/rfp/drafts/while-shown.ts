import { randomUUID } from 'node:crypto';
import type { Answer } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import type { Workflow } from '../workflow.js';
import type { LiveDraft } from './draft-writer.js';
import { isWatched } from './watch.js';

/**
 * Has an answer drafted, and shows its text while it is written where anybody watches.
 * @param work is given null where nobody does
 */
export async function whileShown<T>(
  app: App,
  { organizationId, workflowId, attempt }: Run,
  { id: answerId, questionId, revision }: Answer,
  workflow: Workflow,
  work: (show: LiveDraft | null) => Promise<T>,
): Promise<T> {
  if (!isWatched(workflow, app.clock())) return work(null);
  const of = { organizationId, workflowId, questionId, answerId, run: attempt, revision };
  const draft = app.draftWriter.open(of, randomUUID());
  try {
    return await work(draft);
  } finally {
    await draft.end();
  }
}
