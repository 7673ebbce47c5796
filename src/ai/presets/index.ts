import { fullDialect } from '../dialect.js';
import type { EndpointSettings } from '../endpoint.js';
import { anthropic } from './anthropic.js';
import { azureOpenai } from './azure-openai.js';
import { deepseek } from './deepseek.js';
import { googleGemini } from './google-gemini.js';
import { groq } from './groq.js';
import { mistral } from './mistral.js';
import { openai } from './openai.js';
import { openrouter } from './openrouter.js';
import { custom, ollama, vllm } from './own-server.js';
import type { Preset } from './preset.js';

export { costOf } from './cost.js';
export type { Preset, PresetModel, Prices } from './preset.js';

/** The providers that are known, in the order in which they are offered. */
export const PRESETS: readonly Preset[] = [
  openai,
  azureOpenai,
  anthropic,
  googleGemini,
  deepseek,
  mistral,
  groq,
  openrouter,
  ollama,
  vllm,
  custom,
];

/** Null for an id that no provider has. */
export const presetOf = (id: string): Preset | null => PRESETS.find((preset) => preset.id === id) ?? null;

/** How to reach a model of a provider: the part of `AiSettings` and `EmbeddingSettings` that the preset knows. */
export function settingsOf(preset: Preset, model: string, baseUrl?: string | null) {
  const own = preset.models.find(({ name }) => name === model)?.dialect;
  const address = baseUrl?.trim() || preset.baseUrl;
  // Azure's v1 API has no dated versions.
  const query = address?.includes('/openai/v1') ? {} : preset.query;
  return {
    baseUrl: address,
    model,
    provider: preset.name,
    keyHeader: preset.keyHeader,
    headers: preset.headers,
    query,
    dialect: { ...fullDialect, ...preset.dialect, ...own },
  } satisfies Partial<EndpointSettings>;
}
