import { type Preset, usual } from './preset.js';

// https://console.groq.com/docs/models, as quoted at https://github.com/braintrustdata/braintrust-proxy/issues/925.
export const groq: Preset = {
  ...usual,
  id: 'groq',
  name: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  keyHint: 'gsk_…, from console.groq.com/keys',
  models: [{ name: 'openai/gpt-oss-120b', input: 0.15, output: 0.6, contextTokens: 131_072 }],
  defaultModel: 'openai/gpt-oss-120b',
  defaultEmbeddingModel: null,
  pricesAsOf: '2026-05-31',
  can: { structuredOutput: 'schema', streaming: true, embeddings: false },
  docs: 'https://console.groq.com/docs/openai',
};
