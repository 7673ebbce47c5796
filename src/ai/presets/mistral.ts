import { type Preset, usual } from './preset.js';

// Mistral's pricing page, as quoted at https://github.com/braintrustdata/braintrust-proxy/issues/802 (Medium, 2026-05)
// and https://github.com/iyulab/tokenmeter/releases/tag/v0.15.0 (Large 4 at its list price; it is on sale for half).
// Embeddings: https://mastra.ai/models/providers/mistral.
export const mistral: Preset = {
  ...usual,
  id: 'mistral',
  name: 'Mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  keyHint: 'from console.mistral.ai',
  models: [
    { name: 'mistral-medium-latest', input: 1.5, output: 7.5, contextTokens: 256_000 },
    { name: 'mistral-large-4', input: 1.36, output: 4.18, contextTokens: 1_048_576 },
    { name: 'mistral-small-latest', input: null, output: null },
    { name: 'mistral-embed', input: 0.1, output: 0, contextTokens: 8_000, embeddings: true },
  ],
  defaultModel: 'mistral-medium-latest',
  defaultEmbeddingModel: 'mistral-embed',
  pricesAsOf: '2026-10-31',
  // It counts in the last piece of every stream, without being asked.
  dialect: { limit: 'max_tokens', counts: false },
  docs: 'https://docs.mistral.ai/api',
};
