import type { Words } from './index.js';

const ANY = 'null where rows are not broken down by this, or nothing of the kind was said.';

export const models: Words = {
  AiRequestFailure: { message: 'What was wrong, without anything of keys or prompts.' },
  AiRequest: {
    modelTask: 'Which route it took.',
    model: 'The model that was asked.',
    inputTokens: 'Tokens that were sent.',
    outputTokens: 'Tokens that came back.',
    latencyMs: 'How long it took, in milliseconds.',
    outcome: 'How it went.',
  },
  ProviderModel: {
    outputPrice: 'US dollars for a million tokens that come back; null where it is not known.',
    contextTokens: 'How many tokens it takes in; null where it is not known.',
  },
  ProviderAbilities: {
    structuredOutput: 'How it can be made to reply in a given form.',
    streaming: 'Whether replies come as they are written.',
    embeddings: 'Whether it makes vectors of texts.',
  },
  Provider: {
    name: 'As people know it.',
    needsKey: 'Whether it is asked with a key.',
    can: 'What its API can do.',
  },
  ProviderCredentialTest: {
    ok: 'Whether it answered as it should.',
    code: 'What was wrong, for programs; OK where nothing was.',
    latencyMs: 'How long the answer took, in milliseconds.',
    at: 'When it was tested.',
  },
  ProviderCredential: {
    name: 'By which it is told from others of the same provider.',
    hasKey: 'Whether a key is kept for it.',
    embeddingModel: 'The model that makes vectors of texts; null where it makes none.',
    embeddingDimensions:
      'To how many numbers its vectors are shortened; null for as many as the model makes.',
    active: 'Whether it is used.',
    tokensPerMinute: 'Most tokens in a minute, over all processes; null for no limit.',
    requestsPerMinute: 'Most requests in a minute, over all processes; null for no limit.',
    outputPrice: 'US dollars for a million tokens that come back; null for the provider’s list.',
    createdBy: 'Who added it; null where the account is gone.',
  },
  CreateProviderCredentialPayload: { credential: 'The credential that was made; null where none was.' },
  UpdateProviderCredentialPayload: {
    credential: 'The credential after the change; null where nothing was changed.',
  },
  ActivateProviderCredentialPayload: {
    credential: 'The credential after the change; null where nothing was changed.',
  },
  DeactivateProviderCredentialPayload: {
    credential: 'The credential after the change; null where nothing was changed.',
  },
  TestProviderCredentialPayload: {
    credential: 'The credential that was tested; null where there is none.',
    test: 'How it went; null where there is nothing to test.',
  },
  PromptTemplateVersion: {
    version: 'From 1.',
    isDefault: 'Whether it went back to the default.',
    note: 'What was changed and why, as whoever saved it wrote.',
    createdBy: 'Who saved it; null where the account is gone.',
    createdAt: 'When it was saved.',
  },
  PromptTemplate: {
    defaultText: 'What is said where nobody has saved another text.',
    changedAt: 'When the text in force was saved; null for the default.',
  },
  SavePromptTemplatePayload: { template: 'The prompt after the change; null where nothing was saved.' },
  RestorePromptTemplatePayload: { template: 'The prompt after the change; null where nothing was restored.' },
  ModelCircuit: {
    state: 'Whether it is asked.',
    openUntil: 'When it is asked again; null while it is CLOSED.',
    changedAt: 'Since when it is so.',
  },
  RoutedModel: { model: 'The model that is asked; null where nobody names one.' },
  ModelRouting: { task: 'What models are asked for.' },
  SetModelRoutingPayload: { routing: 'The route after the change; null where nothing was set.' },
  UsageBudget: { period: 'How long it is for.', state: 'How far it is used up.' },
  SetUsageBudgetPayload: { budget: 'The budget after the change; null where none was set.' },
  UsageRow: {
    task: `The task, as in AiRequest; ${ANY}`,
    modelTask: `The route; ${ANY}`,
    model: `The model; ${ANY}`,
    userId: `The \`id\` of the User on whose behalf models were asked; ${ANY}`,
    userName: 'The name of that user.',
    userEmail: 'The address of that user.',
    provider: `The id of the provider; ${ANY}`,
    outcome: `How requests went; ${ANY}`,
    counts: 'The sums of this row.',
  },
  Usage: {
    from: 'The moment from which requests are counted.',
    to: 'The moment up to which they are counted, exclusive.',
    totals: 'The sums of everything.',
  },
};
