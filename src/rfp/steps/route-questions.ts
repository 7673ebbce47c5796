import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { paidTask } from '../../runs/index.js';
import { routeQuestions } from '../prompts/route-question/index.js';
import { hasReached } from '../states.js';
import { commitWorkflowStep, loadRun } from '../workflow.js';
import { questionsTotal } from './count-questions.js';

export const ROUTE_BATCH = 40;

const batchOf = (app: App, run: Run, batch: number) =>
  app.db.question.findMany({
    where: {
      workflowId: run.workflowId,
      position: { gt: batch * ROUTE_BATCH, lte: (batch + 1) * ROUTE_BATCH },
    },
    orderBy: { position: 'asc' },
    select: { position: true, text: true, section: true },
  });

/** ROUTING with a model: has one batch of questions routed, and keeps the reply. */
export async function routeBatch(app: App, run: Run, batch: number, signal: AbortSignal): Promise<void> {
  await loadRun(app, run);
  await paidTask(app, run, routeQuestions, batch, () => batchOf(app, run, batch), signal);
}

/** ROUTING: gives each question its route, and goes on to GENERATING. */
export async function commitRoutes(app: App, run: Run): Promise<void> {
  const workflow = await loadRun(app, run);
  if (hasReached(workflow, 'GENERATING')) return;
  const batches = Math.ceil((await questionsTotal(app.db, run)) / ROUTE_BATCH);
  const routes = new Map<number, string>();
  for (let batch = 0; batch < batches; batch++) {
    const signal = new AbortController().signal;
    // With a model these come from what was kept.
    const routed = await paidTask(app, run, routeQuestions, batch, () => batchOf(app, run, batch), signal);
    for (const { position, route } of routed) routes.set(position, route);
  }
  await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'ROUTING') return { result: undefined };
    await tx.$executeRaw`
      UPDATE question SET route = v.route
      FROM unnest(${[...routes.keys()]}::int[], ${[...routes.values()]}::text[]) AS v(position, route)
      WHERE question.workflow_id = ${run.workflowId}::uuid AND question.position = v.position`;
    return { data: { state: 'GENERATING' }, result: undefined };
  });
}
