import type { ProviderCredential } from '../../generated/client/client.js';
import type { Ai, Usage } from '../ai/index.js';
import type { Breaker } from './breakers.js';
import type { Limited } from './limits/types.js';

/** The provider's id of what the environment configures. */
export const ENVIRONMENT = 'environment';

/** One model at one provider that may be asked for a task. */
export interface Candidate {
  /** The preset's id, or "environment". */
  provider: string;
  /** Null for the provider of the environment. */
  credential: ProviderCredential | null;
  model: string;
  /** Tells its API from others. */
  endpoint: string;
  /** What it may be asked. */
  limited: Limited;
  ai: Ai;
  breaker: Breaker;
  /** What a request costs, in US dollars; null where no price is known. */
  costOf(usage: Usage): number | null;
}

/** How it is called where a person reads it. */
export const labelOf = ({
  credential,
  provider,
  model,
}: Pick<Candidate, 'credential' | 'provider' | 'model'>): string =>
  credential ? `${model} by "${credential.name}" (${provider})` : `${model} of the environment`;
