import type { App } from '../app-types.js';
import { runOf } from './run.js';
import { ACTIVE_STATES } from './states.js';

const QUIET_MS = 30_000;
const AT_MOST = 200;
const MOST_FAILURES = 3;

/**
 * Starts the runs of workflows that should be at work and have been quiet for half a minute: their start may
 * have been lost with the engine or the process. So may the word of an edit to a READY response, whose document
 * is then behind its answers. Starting one that runs does nothing.
 * @returns how many were looked at
 * @throws where the engine is out of reach
 */
export async function startMissingRuns(app: App, quietMs = QUIET_MS): Promise<number> {
  const quiet = new Date(app.clock().getTime() - quietMs);
  const behind = await app.sql.query<{ id: string }>(
    `SELECT workflow.id FROM workflow JOIN output ON output.workflow_id = workflow.id
     WHERE workflow.state = 'READY' AND workflow.updated_at < $1
       AND output.answers_revision <> workflow.answers_revision
     ORDER BY workflow.updated_at LIMIT ${AT_MOST}`,
    [quiet],
  );
  const workflows = await app.db.workflow.findMany({
    where: {
      OR: [
        { state: { in: [...ACTIVE_STATES] }, updatedAt: { lt: quiet } },
        { id: { in: behind.map(({ id }) => id) } },
      ],
    },
    orderBy: { updatedAt: 'asc' },
    take: AT_MOST,
  });
  let failures = 0;
  for (const workflow of workflows) {
    // One that cannot be started must not keep back those behind it; an engine that is away need not be asked 200 times.
    await app.durable.start(runOf(workflow)).catch((error: unknown) => {
      if (++failures === MOST_FAILURES) throw error;
    });
  }
  return workflows.length;
}
