import { z } from 'zod';
import { classify, type Endpoint } from './classify.js';
import { clientFor, endpointOf, openAiUrl } from './endpoint.js';
import { AiFailure, malformed } from './errors.js';

/** How to reach an embedding model. */
export interface EmbeddingSettings {
  apiKey: string;
  /** Root of the API. Null for OpenAI itself. */
  baseUrl: string | null;
  model: string;
  /** How long vectors should be, for models that can shorten them. Null for the model's own length. */
  dimensions: number | null;
  /** Longest wait for one request, in milliseconds. */
  timeoutMs?: number;
}

/** A model that turns texts into vectors, behind any endpoint that speaks OpenAI's embeddings protocol. */
export interface Embedder {
  /** Tells vectors apart that cannot be compared: the model, and the dimensions where they were asked for. */
  readonly name: string;
  /**
   * The vectors of these texts, in their order, all of one length. Asks once for each batch and never retries.
   * @throws AiFailure
   */
  embed(texts: string[], signal?: AbortSignal): Promise<number[][]>;
}

/** Texts of one request. Providers take some thousands; less is lost when a request fails. */
export const EMBEDDING_BATCH = 64;
/** Longer texts are cut: about 6,000 tokens, and models take 8,192 or fewer. What matters stands at the beginning. */
const LONGEST_TEXT = 20_000;
const defaultTimeoutMs = 60_000;

const replySchema = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1) })),
});

/** @throws AiFailure `rejected` when the key or the address cannot be right */
export function createEmbedder(settings: EmbeddingSettings): Embedder {
  const { model, dimensions } = settings;
  const baseURL = settings.baseUrl?.trim() || openAiUrl;
  const endpoint: Endpoint = {
    ...endpointOf({ apiKey: settings.apiKey, model }, baseURL),
    does: 'embeddings',
  };
  const timeout = settings.timeoutMs ?? defaultTimeoutMs;
  const client = clientFor(settings.apiKey, baseURL, timeout);

  async function embedBatch(texts: string[], signal?: AbortSignal): Promise<number[][]> {
    const deadline = AbortSignal.timeout(timeout);
    const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const input = texts.map((text) => text.slice(0, LONGEST_TEXT));
    const asked = {
      model,
      input,
      // Not every endpoint knows base64, which the client would ask for by itself.
      encoding_format: 'float' as const,
      ...(dimensions !== null && { dimensions }),
    };
    const reply = await client.embeddings.create(asked, { signal: ending }).catch((error: unknown) => {
      if (signal?.aborted) throw new AiFailure('aborted', 'The request for embeddings was cancelled.');
      if (deadline.aborted)
        throw new AiFailure(
          'unavailable',
          `The embedding model at ${endpoint.host} did not answer within ${timeout / 1_000} seconds.`,
        );
      throw classify(error, endpoint);
    });
    return vectorsIn(reply, texts.length, dimensions);
  }

  return {
    name: dimensions === null ? model : `${model}@${dimensions}`,
    async embed(texts, signal) {
      const vectors: number[][] = [];
      for (let i = 0; i < texts.length; i += EMBEDDING_BATCH)
        vectors.push(...(await embedBatch(texts.slice(i, i + EMBEDDING_BATCH), signal)));
      return vectors;
    },
  };
}

function vectorsIn(reply: unknown, count: number, dimensions: number | null): number[][] {
  const parsed = replySchema.safeParse(reply);
  if (!parsed.success)
    throw malformed('holds no embeddings. Check OPENAI_EMBEDDING_MODEL and OPENAI_BASE_URL.');
  const vectors: number[][] = [];
  for (const { index, embedding } of parsed.data.data) vectors[index] = embedding;
  const length = vectors[0]?.length ?? 0;
  const whole = vectors.length === count && Array.from(vectors).every((vector) => vector?.length === length);
  if (!whole) throw malformed(`holds other embeddings than the ${count} that were asked for.`);
  if (dimensions !== null && length !== dimensions)
    throw new AiFailure(
      'rejected',
      `The embedding model gave vectors of ${length} dimensions, not ${dimensions}. Check OPENAI_EMBEDDING_DIMENSIONS.`,
    );
  return vectors;
}
