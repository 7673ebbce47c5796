import { type Preset, usual } from './preset.js';

// https://api-docs.deepseek.com/quick_start/pricing, as quoted on 2026-10-27. These are the prices of peak hours
// (01:00–04:00 and 06:00–10:00 UTC on working days in China), without cache; at other times half of them.
export const deepseek: Preset = {
  ...usual,
  id: 'deepseek',
  name: 'DeepSeek',
  baseUrl: 'https://api.deepseek.com',
  keyHint: 'sk-…, from platform.deepseek.com',
  models: [
    { name: 'deepseek-flash', input: 0.3, output: 1.2, contextTokens: 1_000_000 },
    { name: 'deepseek-v4-pro', input: 1.32, output: 3.96, contextTokens: 1_000_000 },
  ],
  defaultModel: 'deepseek-flash',
  defaultEmbeddingModel: null,
  pricesAsOf: '2026-10-27',
  dialect: { format: 'json_object', limit: 'max_tokens' },
  can: { structuredOutput: 'json', streaming: true, embeddings: false },
  docs: 'https://api-docs.deepseek.com',
};
