import type { AiRequestOutcome, ModelTask } from '../../../generated/client/client.js';

/** What requests may be counted by. */
export type UsageDimension =
  | 'DAY'
  | 'TASK'
  | 'MODEL_TASK'
  | 'WORKFLOW'
  | 'MODEL'
  | 'USER'
  | 'PROVIDER'
  | 'CREDENTIAL'
  | 'OUTCOME';

/** What is undefined or null does not restrict. */
export interface UsageFilter {
  tasks?: string[] | null | undefined;
  modelTasks?: ModelTask[] | null | undefined;
  models?: string[] | null | undefined;
  providers?: string[] | null | undefined;
  outcomes?: AiRequestOutcome[] | null | undefined;
  userId?: string | null | undefined;
  /** The readable id of the workflow. */
  workflow?: string | null | undefined;
}

export interface UsageQuery {
  from: Date;
  /** Exclusive. */
  to: Date;
  groupBy: UsageDimension[];
  filter: UsageFilter;
}

export interface UsageCounts {
  /** Including those that the cache answered. */
  requests: number;
  failed: number;
  cacheExact: number;
  cacheSemantic: number;
  inputTokens: number;
  outputTokens: number;
  /** US dollars as a decimal, of the requests whose price is known. */
  costUsd: string;
  /** Requests with tokens whose price is not known. */
  unknownCosts: number;
  savedTokens: number;
  savedUsd: string;
}

/** One group; a dimension that is not asked for, or that a request has not, is null. */
export interface UsageRow extends UsageCounts {
  /** YYYY-MM-DD, UTC. */
  day: string | null;
  task: string | null;
  modelTask: ModelTask | null;
  /** The readable id. */
  workflow: string | null;
  model: string | null;
  userId: string | null;
  userName: string | null;
  userEmail: string | null;
  provider: string | null;
  credential: string | null;
  outcome: AiRequestOutcome | null;
}

export interface Usage {
  totals: UsageCounts;
  rows: UsageRow[];
}
