/**
 * The door to models. Everything that the rest of the house knows about them is here: `createAi` opens it,
 * `runTask` goes through it, and `AiFailure` says why it stayed shut.
 */
export type {
  Ai,
  AiSettings,
  Completion,
  CompletionRequest,
  Follow,
  Instructions,
  Usage,
} from './ai.js';
export { createAi } from './create-ai.js';
export type { Dialect } from './dialect.js';
export {
  createEmbedder,
  EMBEDDING_BATCH,
  type Embedded,
  type Embedder,
  type EmbeddingModel,
  type EmbeddingSettings,
  inBatches,
} from './embed.js';
export type { EndpointSettings } from './endpoint.js';
export { AiFailure, type AiFailureKind, malformed, UnsupportedSchemaError } from './errors.js';
export { guidanceText } from './guidance.js';
export { ObjectReader } from './object-reader.js';
export {
  costOf,
  PRESETS,
  type Preset,
  type PresetModel,
  type Prices,
  presetOf,
  settingsOf,
} from './presets/index.js';
export { type RetryOptions, withRetries } from './retry.js';
export { credentialSettings, type SettingNames } from './setting-names.js';
export { strictJsonSchema } from './strict-schema.js';
export { RULES, runTask, type Task, type TaskOptions, type TaskResult } from './task.js';
export { onOneLine, quoteUntrusted, UNTRUSTED_NOTICE } from './untrusted.js';
