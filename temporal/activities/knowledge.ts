import type { App } from '../../src/app-types.js';
import * as knowledge from '../../src/knowledge/index.js';
import type { Run } from '../../src/platform/durable.js';
import { failRun, type RunFailure } from '../../src/runs/index.js';
import { activityWith } from './activity.js';

/** What the engine was told by a version in which ingestions were not runs yet. */
type Former = Pick<Run, 'organizationId' | 'reference' | 'attempt'> & { itemId: string };

const runOf = (told: Run | Former): Run =>
  'itemId' in told ? { ...told, workflowId: told.itemId, kind: 'KNOWLEDGE_INGESTION', clientName: '' } : told;

/** The steps of an ingestion. Thin: each calls its use case. */
export function knowledgeActivities(app: App) {
  const activity = activityWith(app.log);
  return {
    extractKnowledge: activity((signal, run: Run | Former) =>
      knowledge.extractKnowledge(app, runOf(run), signal),
    ),
    cutKnowledge: activity((signal, run: Run | Former) => knowledge.cutKnowledge(app, runOf(run), signal)),
    finishKnowledge: activity((_signal, run: Run | Former) => knowledge.finishKnowledge(app, runOf(run))),
    failKnowledge: activity((_signal, run: Run | Former, failure: RunFailure) =>
      failRun(app, runOf(run), failure),
    ),
  };
}
