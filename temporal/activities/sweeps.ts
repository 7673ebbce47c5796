import type { App } from '../../src/app-types.js';
import { asSystem } from '../../src/platform/database/scope.js';
import type { SweepName } from '../../src/sweep-types.js';
import { SWEEPS, type Sweep } from '../../src/sweeps.js';
import { attempt } from './activity.js';

/** One activity for each sweep: what it found, null where it counts nothing. */
export function sweepActivities(app: App): Record<SweepName, () => Promise<number | null>> {
  const activity =
    ({ work }: Sweep) =>
    () =>
      attempt(app.log, null, async (signal) => {
        const found = await asSystem('sweep', () => work(app, signal));
        // One that was cut off has to be taken up by another worker, not counted as done.
        signal.throwIfAborted();
        return typeof found === 'number' ? found : null;
      });
  return Object.fromEntries(Object.entries(SWEEPS).map(([name, sweep]) => [name, activity(sweep)])) as Record<
    SweepName,
    () => Promise<number | null>
  >;
}
