import {
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  defineSignal,
  log,
  proxyActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Run } from '../../src/platform/durable.js';
import type { Activities } from '../activities/index.js';
import { stateKey } from '../search-attributes.js';
import { eachLimited } from './each-limited.js';
import { stepFailureOf } from './failures.js';

/** There is new work: an answer was edited, or is to be drafted again. */
export const wake = defineSignal('wake');

export interface RfpResponseInput {
  run: Run;
  /** Whether the server knows our search attributes; without them the run works all the same. */
  searchAttributes: boolean;
}

const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' };

// A lost worker is noticed by its missing heartbeat, not by the time a step may take.
const steps = proxyActivities<Activities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 10 },
});
// Recognising 150 scanned pages may take up to 62 minutes (MAX_OCR_PAGES, OCR_SECONDS_PER_PAGE).
const { extractText } = proxyActivities<Activities>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 10 },
});
// A model may be given an hour (MODEL_TIMEOUT_SECONDS), and a step waits by itself while the database is away.
const model = proxyActivities<Activities>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 5 },
});
// What the user must be told has to be committed, however long the database is away.
const { failRun, failAnswer } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry });

const RATE_LIMIT_ROUNDS = 20;
// Edits come in bursts; one new document serves them all.
const SETTLE = '300 milliseconds';

/** Answers one RFP. The state lives in PostgreSQL: each step looks there first, and does nothing twice. */
export async function rfpResponse({ run, searchAttributes }: RfpResponseInput): Promise<void> {
  let woken = false;
  setHandler(wake, () => {
    woken = true;
  });
  const show = (state: string) => {
    if (searchAttributes) upsertSearchAttributes([{ key: stateKey, value: state }]);
  };

  try {
    show('ANALYZING');
    const { windows, batches } = await analyze(run);

    show('ROUTING');
    await eachLimited(range(windows ? batches : 0), 4, (batch) => model.routeBatch(run, batch));
    await steps.commitRoutes(run);

    do {
      woken = false;
      show('GENERATING');
      const { answerIds, concurrency, more } = await steps.pendingAnswers(run);
      await answerAll(run, answerIds, concurrency);
      // A very long document goes on in a run with a fresh history; what is done is found done.
      if (more) await continueAsNew<typeof rfpResponse>({ run, searchAttributes });

      show('REVIEWING');
      const review = await steps.beginReview(run);
      await eachLimited(range(review.windows), 4, (window) => model.reviewWindow(run, window));
      await steps.commitReview(run);

      show('FORMATTING');
      const { outdated } = await steps.writeOutput(run);
      woken ||= outdated;
      if (woken) await sleep(SETTLE);
    } while (woken);
    show('READY');
  } catch (error) {
    await giveUp(run, error, show);
  }
}

async function analyze(run: Run): Promise<{ windows: number; batches: number }> {
  const { windows } = await extractText(run);
  await eachLimited(range(windows), 4, (window) => model.labelWindow(run, window));
  const { batches } = await steps.commitQuestions(run);
  return { windows, batches };
}

/** One activity a question. Where all would fail alike, the first such failure stops the others. */
function answerAll(run: Run, answerIds: string[], concurrency: number): Promise<void> {
  return CancellationScope.cancellable(async () => {
    try {
      await eachLimited(answerIds, concurrency, (answerId) => answerOne(run, answerId));
    } catch (error) {
      CancellationScope.current().cancel();
      throw error;
    }
  });
}

async function answerOne(run: Run, answerId: string): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      return await model.draftAnswer(run, answerId);
    } catch (error) {
      const failure = stepFailureOf(error);
      if (!failure || failure.superseded || failure.affectsAll) throw error;
      // A provider that is merely busy is waited for; everything else has had its attempts.
      if (failure.rateLimited && round < RATE_LIMIT_ROUNDS) {
        await sleep('30 seconds');
        continue;
      }
      return failAnswer(run, answerId, failure.message);
    }
  }
}

async function giveUp(run: Run, error: unknown, show: (state: string) => void): Promise<void> {
  const failure = stepFailureOf(error);
  if (!failure) throw error;
  if (failure.superseded) {
    log.info('another run has taken over, or the workflow was cancelled');
    return;
  }
  const { code, message, retryable } = failure;
  await failRun(run, { code, message, retryable });
  show('ERROR');
  throw ApplicationFailure.nonRetryable(message, code);
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
