import { proxyActivities } from '@temporalio/workflow';
import type { SweepName } from '../../src/sweep-types.js';

// Seconds but for a first labelling of a large library, which goes on where an attempt was cut off. The next time comes
// by the schedule, so that a sweep that fails is not tried for long.
const sweeps = proxyActivities<Record<SweepName, () => Promise<number | null>>>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 3 },
});

/** A schedule starts each without input, so that there is nothing in it that would have to be encrypted. */
export const startMissingRuns = () => sweeps.startMissingRuns();
export const failLostAnswers = () => sweeps.failLostAnswers();
export const removeLeftDrafts = () => sweeps.removeLeftDrafts();
export const sweepModels = () => sweeps.sweepModels();
export const sweepQuotas = () => sweeps.sweepQuotas();
export const forgetKeys = () => sweeps.forgetKeys();
export const forgetMails = () => sweeps.forgetMails();
export const labelPassages = () => sweeps.labelPassages();
