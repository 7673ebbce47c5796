import { proxyActivities } from '@temporalio/workflow';
import { eachLimited } from '../../temporal/workflows/each-limited.js';

const { noop } = proxyActivities<{ noop(id: string): Promise<void> }>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '15 seconds',
});

/** The same number of activities at the same concurrency as an RFP, which do nothing. */
export async function noopRun(count: number, concurrency: number): Promise<void> {
  const ids = Array.from(
    { length: count },
    (_, i) => `0190b1c2-0000-7000-8000-${String(i).padStart(12, '0')}`,
  );
  await eachLimited(ids, concurrency, (id) => noop(id));
}
