import { type Preset, usual } from './preset.js';

// https://developers.openai.com/api/docs/pricing, as quoted on 2026-09-22 and 2026-11-06. Requests over 272,000 input
// tokens cost more than this. Embeddings: https://developers.openai.com/api/docs/models/text-embedding-3-large.
export const openai: Preset = {
  ...usual,
  id: 'openai',
  name: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  keyHint: 'sk-…, from platform.openai.com/api-keys',
  models: [
    { name: 'gpt-6-astra', input: 10, output: 50, contextTokens: 1_050_000 },
    { name: 'gpt-6-sol', input: 2, output: 10, contextTokens: 1_050_000 },
    { name: 'gpt-6-luna', input: 0.1, output: 0.5, contextTokens: 1_050_000 },
    { name: 'gpt-5.5', input: 5, output: 30 },
    { name: 'gpt-5.4', input: 2.5, output: 15 },
    { name: 'gpt-5.4-mini', input: 0.75, output: 4.5, contextTokens: 400_000 },
    { name: 'text-embedding-3-small', input: 0.02, output: 0, contextTokens: 8_191, embeddings: true },
    { name: 'text-embedding-3-large', input: 0.13, output: 0, contextTokens: 8_191, embeddings: true },
  ],
  defaultModel: 'gpt-6-sol',
  defaultEmbeddingModel: 'text-embedding-3-small',
  pricesAsOf: '2026-11-06',
  docs: 'https://developers.openai.com/api/docs',
};
