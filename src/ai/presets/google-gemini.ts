import { type Preset, usual } from './preset.js';

// https://ai.google.dev/gemini-api/docs/pricing, as quoted on 2026-10-07; the price of 3.8 Flash holds through
// 2026-12-31. The 3.1 models as of 2026-04-30; embeddings: https://openrouter.ai/google/gemini-embedding-001.
export const googleGemini: Preset = {
  ...usual,
  id: 'google-gemini',
  name: 'Google Gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  keyHint: 'AIza…, from aistudio.google.com',
  models: [
    { name: 'gemini-3.8-flash', input: 0.75, output: 3.75, contextTokens: 1_000_000 },
    { name: 'gemini-3.1-pro', input: 2, output: 12 },
    { name: 'gemini-3.1-flash-lite', input: 0.25, output: 1.5 },
    { name: 'gemini-embedding-001', input: 0.15, output: 0, contextTokens: 2_048, embeddings: true },
  ],
  defaultModel: 'gemini-3.8-flash',
  defaultEmbeddingModel: 'gemini-embedding-001',
  pricesAsOf: '2026-10-07',
  docs: 'https://ai.google.dev/gemini-api/docs/openai',
};
