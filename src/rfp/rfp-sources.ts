import type { SourceUser } from '../sources/index.js';

/** RFPs use the documents that they came as. */
export const rfpSources: SourceUser = {
  permission: 'workflows.view',
  files: { rfpResponses: { some: {} } },
};
