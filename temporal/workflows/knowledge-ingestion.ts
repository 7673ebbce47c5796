import { ApplicationFailure, log, proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { IngestionRun } from '../../src/platform/durable.js';
import type { Activities } from '../activities/index.js';
import { stateKey } from '../search-attributes.js';
import { stepFailureOf } from './failures.js';

export interface KnowledgeIngestionInput {
  run: IngestionRun;
  /** Whether the server knows our search attributes; without them the run works all the same. */
  searchAttributes: boolean;
}

const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' };

// Recognising the text of a long scan takes its time. A lost worker is noticed by its missing heartbeat.
const steps = proxyActivities<Activities>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 10 },
});
// What the user must be told has to be committed, however long the database is away.
const { failKnowledge } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry });

/** Ingests one version of a knowledge item. The state lives in PostgreSQL: each step looks there first. */
export async function knowledgeIngestion({ run, searchAttributes }: KnowledgeIngestionInput): Promise<void> {
  const show = (state: string) => {
    if (searchAttributes) upsertSearchAttributes([{ key: stateKey, value: state }]);
  };
  try {
    await steps.extractKnowledge(run);
    await steps.cutKnowledge(run);
    await steps.finishKnowledge(run);
    show('READY');
  } catch (error) {
    const failure = stepFailureOf(error);
    if (!failure) throw error;
    if (failure.superseded) {
      log.info('another ingestion has taken over, or the item was deleted');
      return;
    }
    const { code, message, retryable } = failure;
    await failKnowledge(run, { code, message, retryable });
    show('FAILED');
    throw ApplicationFailure.nonRetryable(message, code);
  }
}
