import type { App } from '../app-types.js';
import { runOf } from './run.js';
import { ACTIVE_STATES } from './states.js';

const QUIET_MS = 30_000;
const AT_MOST = 200;

/**
 * Starts the runs of workflows that should be at work and have been quiet for half a minute: their start may
 * have been lost with the engine or the process. Starting one that runs does nothing.
 * @returns how many were looked at
 */
export async function startMissingRuns(app: App, quietMs = QUIET_MS): Promise<number> {
  const quiet = new Date(app.clock().getTime() - quietMs);
  const workflows = await app.db.workflow.findMany({
    where: { state: { in: [...ACTIVE_STATES] }, updatedAt: { lt: quiet } },
    orderBy: { updatedAt: 'asc' },
    take: AT_MOST,
  });
  for (const workflow of workflows) await app.durable.start(runOf(workflow));
  return workflows.length;
}
