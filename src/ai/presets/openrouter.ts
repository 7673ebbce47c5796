import { type Preset, usual } from './preset.js';

/** Hundreds of models of others, with prices that change by the hour: none is put down here. */
export const openrouter: Preset = {
  ...usual,
  id: 'openrouter',
  name: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  keyHint: 'sk-or-…, from openrouter.ai/settings/keys',
  models: [],
  defaultModel: null,
  defaultEmbeddingModel: null,
  pricesAsOf: null,
  // Parameters that a model does not know are dropped without a word, so the prompt tells the schema as well.
  dialect: { tells: true },
  docs: 'https://openrouter.ai/docs/api-reference/overview',
};
