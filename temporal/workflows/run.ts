import {
  ApplicationFailure,
  CancellationScope,
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

// What the runs of all kinds of workflows share.

/** There is new work: something was edited, or is to be drafted again. */
export const wake = defineSignal('wake');

export interface RunInput {
  run: Run;
  /** Whether the server knows our search attributes; without them the run works all the same. */
  searchAttributes: boolean;
}

const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' };

// A lost worker is noticed by its missing heartbeat, not by the time a step may take.
export const steps = proxyActivities<Activities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 10 },
});
// A model may be given an hour (MODEL_TIMEOUT_SECONDS), and a step waits by itself while the database is away.
export const model = proxyActivities<Activities>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 5 },
});
// Recognising the text of a long scan takes its time: 150 pages may take up to 62 minutes (MAX_OCR_PAGES,
// OCR_SECONDS_PER_PAGE).
export const reading = proxyActivities<Activities>({
  startToCloseTimeout: '65 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { ...retry, maximumAttempts: 10 },
});
// What the user must be told has to be committed, however long the database is away.
export const lasting = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry });

const RATE_LIMIT_ROUNDS = 20;
// Edits come in bursts; one new document serves them all.
const SETTLE = '300 milliseconds';

/** Shows the state in the Temporal UI. */
export type Show = (state: string) => void;

export const showing =
  (searchAttributes: boolean): Show =>
  (state) => {
    if (searchAttributes) upsertSearchAttributes([{ key: stateKey, value: state }]);
  };

/**
 * Drafts what the ids stand for, one activity each. Where all would fail alike, the first such failure stops the others.
 * @param fail commits that one of them could not be drafted; the run goes on without it
 */
export function draftAll(
  ids: readonly string[],
  concurrency: number,
  draft: (id: string) => Promise<void>,
  fail: (id: string, message: string) => Promise<void>,
): Promise<void> {
  return CancellationScope.cancellable(async () => {
    try {
      await eachLimited(ids, concurrency, (id) =>
        draftOne(
          () => draft(id),
          (message) => fail(id, message),
        ),
      );
    } catch (error) {
      CancellationScope.current().cancel();
      throw error;
    }
  });
}

async function draftOne(draft: () => Promise<void>, fail: (message: string) => Promise<void>): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      return await draft();
    } catch (error) {
      const failure = stepFailureOf(error);
      if (!failure || failure.superseded || failure.affectsAll) throw error;
      // A provider that is merely busy is waited for; everything else has had its attempts.
      if (failure.rateLimited && round < RATE_LIMIT_ROUNDS) {
        await sleep('30 seconds');
        continue;
      }
      return fail(failure.message);
    }
  }
}

/**
 * Ends a run that cannot go on: in ERROR, with what the user is told, unless another run has taken over.
 * @param fail the activity that puts it on record
 */
export async function giveUp(run: Run, error: unknown, show: Show, fail = lasting.failRun): Promise<void> {
  const failure = stepFailureOf(error);
  if (!failure) throw error;
  if (failure.superseded) {
    log.info('another run has taken over, or what this one works on was cancelled or deleted');
    return;
  }
  const { code, message, retryable } = failure;
  await fail(run, { code, message, retryable });
  show('ERROR');
  throw ApplicationFailure.nonRetryable(message, code);
}

/**
 * Listens for `wake` from now on. What it returns does rounds of work until nothing new has come in the last of them.
 */
export function takingRounds() {
  let woken = false;
  setHandler(wake, () => {
    woken = true;
  });
  return async (round: () => Promise<{ outdated: boolean }>): Promise<void> => {
    do {
      woken = false;
      const { outdated } = await round();
      woken ||= outdated;
      if (woken) await sleep(SETTLE);
    } while (woken);
  };
}

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
