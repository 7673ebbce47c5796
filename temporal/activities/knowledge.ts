import type { App } from '../../src/app-types.js';
import * as knowledge from '../../src/knowledge/index.js';
import type { IngestionRun } from '../../src/platform/durable.js';
import { activityWith } from './activity.js';

/** The steps of an ingestion. Thin: each calls its use case. */
export function knowledgeActivities(app: App) {
  const activity = activityWith(app.log);
  return {
    extractKnowledge: activity((signal, run: IngestionRun) => knowledge.extractKnowledge(app, run, signal)),
    cutKnowledge: activity((signal, run: IngestionRun) => knowledge.cutKnowledge(app, run, signal)),
    finishKnowledge: activity((_signal, run: IngestionRun) => knowledge.finishKnowledge(app, run)),
    failKnowledge: activity((_signal, run: IngestionRun, failure: knowledge.IngestionFailure) =>
      knowledge.failKnowledge(app, run, failure),
    ),
  };
}
