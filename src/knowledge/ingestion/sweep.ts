import type { App } from '../../app-types.js';
import { runOf } from './run.js';

const QUIET_MS = 30_000;
const AT_MOST = 200;
const MOST_FAILURES = 3;

/**
 * Starts the ingestions that should be at work and have committed nothing for half a minute: their start may have been
 * lost with the engine or the process. Starting one that runs does nothing.
 * @returns how many were looked at
 * @throws where the engine is out of reach
 */
export async function startMissingIngestions(app: App, quietMs = QUIET_MS): Promise<number> {
  const quiet = new Date(app.clock().getTime() - quietMs);
  const items = await app.db.knowledgeItem.findMany({
    where: { state: 'INGESTING', deletedAt: null, progressAt: { lt: quiet } },
    orderBy: { progressAt: 'asc' },
    take: AT_MOST,
  });
  let failures = 0;
  // One that cannot be started must not keep back those behind it.
  for (const item of items)
    await app.durable.ingest(runOf(item)).catch((error: unknown) => {
      if (++failures === MOST_FAILURES) throw error;
    });
  return items.length;
}
