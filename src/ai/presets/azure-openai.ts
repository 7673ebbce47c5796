import { type Preset, usual } from './preset.js';

/**
 * Models are called by the name of their deployment, which everybody chooses, so none is suggested and none has a price.
 * The v1 API needs no version; an address with `/openai/deployments/…` needs the latest dated one.
 */
export const azureOpenai: Preset = {
  ...usual,
  id: 'azure-openai',
  name: 'Azure OpenAI',
  baseUrl: null,
  baseUrlHint: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
  keyHint: 'Keys and Endpoint, in the Azure portal',
  keyHeader: 'api-key',
  query: { 'api-version': '2024-10-21' },
  models: [],
  defaultModel: null,
  defaultEmbeddingModel: null,
  pricesAsOf: null,
  docs: 'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle',
};
