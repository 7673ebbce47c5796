import { continueAsNew } from '@temporalio/workflow';
import type { Run } from '../../src/platform/durable.js';
import { eachLimited } from './each-limited.js';
import {
  draftAll,
  giveUp,
  lasting,
  model,
  type RunInput,
  range,
  reading,
  showing,
  steps,
  takingRounds,
} from './run.js';

/** Answers one RFP. The state lives in PostgreSQL: each step looks there first, and does nothing twice. */
export async function rfpResponse({ run, searchAttributes }: RunInput): Promise<void> {
  const inRounds = takingRounds();
  const show = showing(searchAttributes);

  try {
    show('ANALYZING');
    const { windows, batches } = await analyze(run);

    show('ROUTING');
    await eachLimited(range(windows ? batches : 0), 4, (batch) => model.routeBatch(run, batch));
    await steps.commitRoutes(run);

    await inRounds(async () => {
      show('GENERATING');
      const { answerIds, concurrency, more } = await steps.pendingAnswers(run);
      await draftAll(
        answerIds,
        concurrency,
        (answerId) => model.draftAnswer(run, answerId),
        (answerId, message) => lasting.failAnswer(run, answerId, message),
      );
      // A very long document goes on in a run with a fresh history; what is done is found done.
      if (more) await continueAsNew<typeof rfpResponse>({ run, searchAttributes });

      show('REVIEWING');
      const review = await steps.beginReview(run);
      await eachLimited(range(review.windows), 4, (window) => model.reviewWindow(run, window));
      await steps.commitReview(run);

      show('FORMATTING');
      return steps.writeOutput(run);
    });
    show('READY');
  } catch (error) {
    await giveUp(run, error, show);
  }
}

async function analyze(run: Run): Promise<{ windows: number; batches: number }> {
  const { windows } = await reading.extractText(run);
  await eachLimited(range(windows), 4, (window) => model.labelWindow(run, window));
  const { batches } = await steps.commitQuestions(run);
  return { windows, batches };
}
