import type { SourceUser } from '../sources/index.js';

/** Knowledge uses the documents that it was taken from, as long as they are in it. */
export const knowledgeSources: SourceUser = {
  permission: 'knowledge.view',
  files: { knowledgeVersions: { some: { item: { deletedAt: null } } } },
};
