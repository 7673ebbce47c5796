import type { App } from '../../src/app-types.js';
import type { Run } from '../../src/platform/durable.js';
import * as rfp from '../../src/rfp/index.js';
import { failRun, type RunFailure } from '../../src/runs/index.js';
import { activityWith } from './activity.js';

/** The steps of an RFP response. Thin: each calls its use case. Ids in, ids and counts out. */
export function rfpActivities(app: App) {
  const activity = activityWith(app.log);
  return {
    extractText: activity((signal, run: Run) => rfp.extractText(app, run, signal)),
    labelWindow: activity((signal, run: Run, window: number) => rfp.labelWindow(app, run, window, signal)),
    commitQuestions: activity(async (_signal, run: Run) => {
      const { questions } = await rfp.commitQuestions(app, run);
      return { questions, batches: Math.ceil(questions / rfp.ROUTE_BATCH) };
    }),
    routeBatch: activity((signal, run: Run, batch: number) => rfp.routeBatch(app, run, batch, signal)),
    commitRoutes: activity((_signal, run: Run) => rfp.commitRoutes(app, run)),
    pendingAnswers: activity(async (_signal, run: Run) => ({
      ...(await rfp.pendingAnswers(app, run)),
      concurrency: app.env.answerConcurrency,
    })),
    draftAnswer: activity((signal, run: Run, answerId: string) =>
      rfp.draftAnswer(app, run, answerId, signal),
    ),
    failAnswer: activity((_signal, run: Run, answerId: string, failure: string) =>
      rfp.failAnswer(app, run, answerId, failure),
    ),
    beginReview: activity((_signal, run: Run) => rfp.beginReview(app, run)),
    reviewWindow: activity((signal, run: Run, window: number) => rfp.reviewWindow(app, run, window, signal)),
    commitReview: activity((_signal, run: Run) => rfp.commitReview(app, run)),
    writeOutput: activity((_signal, run: Run) => rfp.writeOutput(app, run)),
    failRun: activity((_signal, run: Run, failure: RunFailure) => failRun(app, run, failure)),
  };
}
