/**
 * The door to models. Everything that the rest of the house knows about them is here: `createAi` opens it,
 * `runTask` goes through it, and `AiFailure` says why it stayed shut.
 */
export type { Ai, AiSettings, Completion, CompletionRequest, Usage } from './ai.js';
export { createAi } from './create-ai.js';
export { createEmbedder, EMBEDDING_BATCH, type Embedder, type EmbeddingSettings } from './embed.js';
export { AiFailure, type AiFailureKind, malformed, UnsupportedSchemaError } from './errors.js';
export { ObjectReader } from './object-reader.js';
export { type RetryOptions, withRetries } from './retry.js';
export { RULES, runTask, type Task, type TaskOptions, type TaskResult } from './task.js';
export { quoteUntrusted, UNTRUSTED_NOTICE } from './untrusted.js';
