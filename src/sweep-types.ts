/** What is done again and again, once for the cluster. Each has its workflow in `temporal/workflows/sweeps.ts`. */
export type SweepName =
  | 'startMissingRuns'
  | 'failLostAnswers'
  | 'removeLeftDrafts'
  | 'sweepModels'
  | 'sweepQuotas'
  | 'forgetKeys'
  | 'forgetMails'
  | 'labelPassages';
