/**
 * What fields cost that do more than read rows: they search, compare, or ask a model. Every other field of a
 * mutation or subscription costs `MUTATION` or `SUBSCRIPTION`, every other field that has fields costs 1.
 */
export const FIELD_COSTS: Record<string, number> = {
  'Query.knowledgeSearch': 10,
  'Query.libraryDuplicates': 10,
  'Query.libraryContradictions': 10,
  'Query.documentDiff': 10,
  'Query.usage': 10,
  'Query.__schema': 100,
  'Query.__type': 10,
  'Mutation.uploadRfp': 50,
  'Mutation.createQuickProposal': 50,
  'Mutation.askQuestion': 50,
  'Mutation.startAnswer': 50,
  'Mutation.uploadKnowledge': 50,
  'Mutation.testProviderCredential': 50,
  'Subscription.answerStream': 50,
};

export const MUTATION = 10;
export const SUBSCRIPTION = 10;
