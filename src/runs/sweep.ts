import type { App } from '../app-types.js';
import type { KindName } from './kind.js';
import type { RunRow } from './run-types.js';
import { handleOf } from './start.js';

const QUIET_MS = 30_000;
const AT_MOST = 200;
const MOST_FAILURES = 3;

/**
 * Starts the runs that should be at work and have been quiet for half a minute: their start may have been lost with the
 * engine or the process. So may the word of an edit to what is settled, whose file is then behind. Starting one that
 * runs does nothing.
 * @returns how many were looked at
 * @throws where the engine is out of reach
 */
export async function startMissingRuns(app: App, quietMs = QUIET_MS): Promise<number> {
  const quiet = new Date(app.clock().getTime() - quietMs);
  const kinds = Object.entries(app.kinds);
  const behind = await Promise.all(kinds.map(async ([, kind]) => (await kind.behind?.(app, quiet)) ?? []));
  const runs = await app.db.run.findMany({
    where: {
      OR: [
        ...kinds.map(([kind, { active }]) => ({
          kind,
          state: { in: [...active] },
          updatedAt: { lt: quiet },
        })),
        { id: { in: behind.flat() } },
      ],
    },
    orderBy: { updatedAt: 'asc' },
    take: AT_MOST,
  });
  const titles = await titlesOf(app, runs);
  let failures = 0;
  for (const run of runs) {
    // One that cannot be started must not keep back those behind it; an engine that is away need not be asked 200 times.
    await app.durable.start(handleOf(run, titles.get(run.id) ?? '')).catch((error: unknown) => {
      if (++failures === MOST_FAILURES) throw error;
    });
  }
  return runs.length;
}

async function titlesOf(app: App, runs: readonly RunRow[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (const name of new Set(runs.map(({ kind }) => kind))) {
    const ids = runs.filter(({ kind }) => kind === name).map(({ id }) => id);
    const named = await app.kinds[name as KindName].titles?.(app, ids);
    for (const [id, title] of named ?? []) titles.set(id, title);
  }
  return titles;
}
