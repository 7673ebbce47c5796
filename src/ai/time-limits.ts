import type { ModelTask } from '../../generated/client/client.js';

/** How long a request may take, in milliseconds. */
export interface TimeLimits {
  /** The whole of it, with what is asked again. */
  totalMs: number;
  /** Until the first piece of a reply that comes in pieces. */
  firstMs: number;
  /** Between two pieces. */
  idleMs: number;
}

/** In parts of the time that the operator allows, so that who gives a slow model more time gives it all tasks. */
const SHARES: Record<ModelTask, number> = {
  EXTRACTION: 1,
  DRAFTING: 1,
  REVIEW: 1,
  // Somebody is waiting.
  CHAT: 0.75,
  EMBEDDINGS: 0.5,
};
const FIRST_SHARE = 0.5;
const IDLE_SHARE = 0.25;

/** Two minutes. */
export const DEFAULT_TIMEOUT_MS = 120_000;

/** @param allowedMs MODEL_TIMEOUT_SECONDS: no request takes longer */
export function timeLimits(task: ModelTask | undefined, allowedMs = DEFAULT_TIMEOUT_MS): TimeLimits {
  const totalMs = allowedMs * (task ? SHARES[task] : 1);
  return { totalMs, firstMs: Math.min(totalMs, allowedMs * FIRST_SHARE), idleMs: allowedMs * IDLE_SHARE };
}
