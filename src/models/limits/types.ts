/** What a credential allows, over all processes; null for no limit. A `ProviderCredential` has these. */
export interface CredentialLimits {
  maxConcurrency: number | null;
  tokensPerMinute: number | null;
  requestsPerMinute: number | null;
}

/** What is asked under limits. */
export interface Limited extends CredentialLimits {
  /** The credential's id, or "environment". */
  key: string;
  /** How messages call it. */
  label: string;
}

export interface Turn {
  /** What the request will use, as far as can be told before. */
  estimatedTokens: number;
  /** How long it may wait for its turn. */
  patienceMs: number;
  /** The same where the provider has asked for it; as much where it is left out. */
  pausePatienceMs?: number;
  signal?: AbortSignal;
}
