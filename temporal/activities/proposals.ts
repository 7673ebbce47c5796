import type { App } from '../../src/app-types.js';
import type { Run } from '../../src/platform/durable.js';
import * as proposals from '../../src/proposals/index.js';
import { activityWith } from './activity.js';

/** The steps of a quick proposal. Thin: each calls its use case. Ids in, ids out. */
export function proposalActivities(app: App) {
  const activity = activityWith(app.log);
  return {
    readRequirements: activity((signal, run: Run) => proposals.readRequirements(app, run, signal)),
    outlineProposal: activity((signal, run: Run) => proposals.outlineProposal(app, run, signal)),
    pendingSections: activity(async (_signal, run: Run) => ({
      ...(await proposals.pendingSections(app, run)),
      concurrency: app.env.answerConcurrency,
    })),
    draftSection: activity((signal, run: Run, sectionId: string) =>
      proposals.draftSection(app, run, sectionId, signal),
    ),
    failSection: activity((_signal, run: Run, sectionId: string, failure: string) =>
      proposals.failSection(app, run, sectionId, failure),
    ),
    reviewProposal: activity((signal, run: Run) => proposals.reviewProposal(app, run, signal)),
    writeProposal: activity((_signal, run: Run) => proposals.writeProposal(app, run)),
  };
}
