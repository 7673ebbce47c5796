import type { App } from '../../app-types.js';
import { engineFor } from '../../models/index.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { commitWorkflowStep, hasReached, loadRun } from '../../rfp/index.js';
import { pointsOf } from '../points.js';
import { readRequirements as readTask } from '../prompts/read-requirements/index.js';
import { doTask } from './task.js';

/**
 * ANALYZING: finds in what the client wrote what the proposal has to take up, and goes on to ROUTING.
 * @throws {AiFailure} where the model fails
 */
export async function readRequirements(app: App, run: Run, signal: AbortSignal): Promise<void> {
  const workflow = await loadRun(app, run);
  if (hasReached(workflow, 'ROUTING')) return;
  const engine = await engineFor(app, 'DRAFTING', run.organizationId);
  if (workflow.state === 'CREATED')
    await commitWorkflowStep(app, run, async (_tx, { state }) => ({
      data: state === 'CREATED' ? { state: 'ANALYZING', engine } : {},
      result: undefined,
    }));

  const { requirements } = await app.db.proposal.findUniqueOrThrow({ where: { workflowId: run.workflowId } });
  const points = await pointsOf(requirements);
  const found = await doTask(app, run, readTask, 'all', points, signal);

  const owner = { workflowId: run.workflowId, organizationId: run.organizationId };
  await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'ANALYZING') return { result: undefined };
    await tx.proposalRequirement.createMany({
      data: found.map(({ number, kind }, i) => {
        const { text, start, end } = points[number - 1]!;
        return { ...owner, id: newId(), position: i + 1, kind, text, start, end };
      }),
    });
    return {
      data: { state: 'ROUTING' },
      events: [{ kind: 'requirements-extracted', totalRequirements: found.length }],
      result: undefined,
    };
  });
}
