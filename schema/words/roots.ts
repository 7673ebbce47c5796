import type { Words } from './index.js';

export const roots: Words = {
  Query: {
    node: 'Anything by its `id`; null where there is no such thing in your organization.',
    nodes: 'Up to 100 things by their ids, in that order, with null for what is not there.',
    departments: 'Those of the organization by name, up to 500.',
    sourceDocument: 'A file as text with places, by its `id`; null where there is none.',
    knowledgeItem:
      'An item of the knowledge base by its `id`, unless it was deleted; null where there is none.',
    workflow: 'An RFP response or proposal by its readable id; null where there is none.',
    documentVersion: 'A version of the document of a workflow; null where there is none.',
    document: 'The editable document of a workflow; null where it has none.',
    documents: 'The editable documents of the organization.',
    providerCredential: 'A credential by its `id`; null where there is none.',
    promptTemplate: 'What models are told for one task; null for a task that does not exist.',
    proposalTemplate: 'A template as it is, or as it was in an earlier version; null where there is none.',
    task: 'A task by its `id`; null where there is none.',
    conversation: 'A conversation by its `id`, unless it was deleted; null where there is none.',
  },
};
