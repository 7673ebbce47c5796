import type { App } from './app-types.js';
import { sweepQuotas } from './http/quotas/quota.js';
import { forgetMails } from './identity/index.js';
import { labelPassages } from './knowledge/index.js';
import { sweepModels } from './models/index.js';
import { forgetKeys } from './platform/idempotency/idempotent.js';
import { failLostAnswers } from './qa/index.js';
import { removeLeftDrafts } from './rfp/index.js';
import { startMissingRuns } from './runs/index.js';
import type { SweepName } from './sweep-types.js';

export interface Sweep {
  /** What the Temporal UI says of it, and the log where it cannot be scheduled. */
  about: string;
  everySeconds: number;
  /**
   * Does it once. May be cut off at any moment, and done twice at the same time.
   * @returns how many things it found, for the Temporal UI; anything else where it counts none
   */
  work(app: App, signal: AbortSignal): Promise<unknown>;
}

const HALF_A_MINUTE = 30;
const TEN_MINUTES = 600;
const AN_HOUR = 3_600;

/** What Temporal does once for the cluster, however many processes there are. */
export const SWEEPS: Record<SweepName, Sweep> = {
  startMissingRuns: {
    about: 'Start runs whose start was lost',
    everySeconds: HALF_A_MINUTE,
    work: (app) => startMissingRuns(app),
  },
  failLostAnswers: {
    about: 'Fail answers to questions whose process is gone',
    everySeconds: HALF_A_MINUTE,
    work: (app) => failLostAnswers(app),
  },
  removeLeftDrafts: {
    about: 'Remove texts of answers that nobody writes any more',
    everySeconds: TEN_MINUTES,
    work: removeLeftDrafts,
  },
  sweepModels: {
    about: 'Remove expired replies of models and unused limits',
    everySeconds: TEN_MINUTES,
    work: sweepModels,
  },
  sweepQuotas: {
    about: 'Remove quotas of past minutes',
    everySeconds: TEN_MINUTES,
    work: sweepQuotas,
  },
  forgetKeys: {
    about: 'Forget idempotency keys after a day',
    everySeconds: AN_HOUR,
    work: forgetKeys,
  },
  forgetMails: {
    about: 'Forget mails that were sent or given up',
    everySeconds: AN_HOUR,
    work: forgetMails,
  },
  labelPassages: {
    about: 'Label passages of a version before there were labels',
    everySeconds: AN_HOUR,
    work: labelPassages,
  },
};
