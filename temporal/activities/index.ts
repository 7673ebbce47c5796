import type { App } from '../../src/app-types.js';
import { knowledgeActivities } from './knowledge.js';
import { proposalActivities } from './proposals.js';
import { rfpActivities } from './rfp.js';
import { sweepActivities } from './sweeps.js';

export const createActivities = (app: App) => ({
  ...rfpActivities(app),
  ...proposalActivities(app),
  ...knowledgeActivities(app),
  ...sweepActivities(app),
});

export type Activities = ReturnType<typeof createActivities>;
