import { type Preset, usual } from './preset.js';

const own = {
  ...usual,
  needsKey: false,
  models: [],
  defaultModel: null,
  defaultEmbeddingModel: null,
  pricesAsOf: null,
} satisfies Partial<Preset>;

export const ollama: Preset = {
  ...own,
  id: 'ollama',
  name: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434/v1',
  keyHint: 'none, unless a proxy in front of it asks for one',
  // Its grammar holds the form; small models write better values where they have read the schema.
  dialect: { tells: true, limit: 'max_tokens' },
  docs: 'https://docs.ollama.com/openai',
};

export const vllm: Preset = {
  ...own,
  id: 'vllm',
  name: 'vLLM',
  baseUrl: 'http://127.0.0.1:8000/v1',
  keyHint: 'what the server was started with (--api-key), if anything',
  docs: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
};

export const custom: Preset = {
  ...own,
  id: 'custom',
  name: 'OpenAI-compatible endpoint',
  baseUrl: null,
  baseUrlHint: 'https://models.example.com/v1',
  keyHint: 'what the endpoint asks for, if anything',
  docs: 'https://platform.openai.com/docs/api-reference/chat',
};
