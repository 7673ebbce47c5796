import { type Embedded, type Embedder, inBatches } from '../ai/index.js';
import type { Budgets } from './budgets/index.js';
import type { Candidate } from './candidate.js';
import type { EmbeddingClient } from './clients.js';
import { tokensOf } from './limits/estimated-tokens.js';
import type { Limits } from './limits/limits.js';
import { onRecord } from './on-record.js';
import type { Recorder } from './record-request.js';

/** What the requests of an embedder go by. */
export interface EmbeddingContext {
  organizationId: string;
  recorder: Recorder;
  budgets: Budgets;
  limits: Limits;
}

export type EmbeddingCandidate = EmbeddingClient & Pick<Candidate, 'credential' | 'limited' | 'breaker'>;

/** A person waits behind a search; passages are asked for again. */
const PATIENCE_MS = 20_000;

/** An embedding model as one organization uses it: within its budgets and limits, each request on record. */
export function meteredEmbedder(candidate: EmbeddingCandidate, context: EmbeddingContext): Embedder {
  const { embeddings, breaker, limited, costOf } = candidate;
  const { organizationId, recorder, budgets, limits } = context;

  async function embedBatch(texts: string[], signal?: AbortSignal): Promise<Embedded> {
    await budgets.check(organizationId);
    const turn = { estimatedTokens: tokensOf(texts), patienceMs: PATIENCE_MS, ...(signal && { signal }) };
    const ask = () =>
      onRecord(embeddingRequest(candidate, organizationId, texts), { recorder, costOf, budgets }, () =>
        embeddings.embedBatch(texts, signal),
      );
    return breaker.run(() => limits.within(limited, turn, ask), false);
  }

  return {
    name: embeddings.name,
    embed: (texts, signal) => inBatches(texts, (batch) => embedBatch(batch, signal)),
  };
}

/** How a request for embeddings goes on record. */
export const embeddingRequest = (
  { provider, credential, model }: Pick<EmbeddingCandidate, 'provider' | 'credential' | 'model'>,
  organizationId: string,
  texts: string[],
) => ({
  ...{ asking: { organizationId }, task: 'embeddings', modelTask: 'EMBEDDINGS' as const },
  ...{ provider, credential, model, position: 0, promptVersion: 0, promptHash: null },
  parameters: { texts: texts.length },
  sentTokens: tokensOf(texts),
});
