import { type Preset, usual } from './preset.js';

/** From Claude 5.5 on, these two refuse to be forced to call a tool: they think first. */
const thinksFirst = { dialect: { format: 'text' } } as const;

// Prices: https://platform.claude.com/docs/en/about-claude/pricing and the pages of the models, of October 2026.
// Haiku 5.5 costs five times as much for prompts over 100,000 tokens.
export const anthropic: Preset = {
  ...usual,
  id: 'anthropic',
  name: 'Anthropic',
  baseUrl: 'https://api.anthropic.com/v1',
  keyHint: 'sk-ant-…, from platform.claude.com',
  models: [
    { name: 'claude-opus-5-5', input: 4, output: 20, contextTokens: 1_000_000, ...thinksFirst },
    { name: 'claude-sonnet-5-5', input: 2, output: 10, contextTokens: 1_000_000, ...thinksFirst },
    { name: 'claude-haiku-5-5', input: 0.1, output: 0.5, contextTokens: 1_000_000 },
    { name: 'claude-opus-5', input: 5, output: 25, contextTokens: 1_000_000 },
    { name: 'claude-opus-4-7', input: 5, output: 25 },
    { name: 'claude-sonnet-4-6', input: 3, output: 15 },
    { name: 'claude-haiku-4-5', input: 1, output: 5, contextTokens: 200_000 },
  ],
  defaultModel: 'claude-sonnet-5-5',
  defaultEmbeddingModel: null,
  pricesAsOf: '2026-10-31',
  // The endpoint takes `response_format` and ignores it without a word; function calls it honours.
  dialect: { format: 'tools' },
  can: { structuredOutput: 'tools', streaming: true, embeddings: false },
  docs: 'https://platform.claude.com/docs/en/cli-sdks-libraries/libraries/openai-sdk',
};
