import { z } from 'zod';
import type { Usage } from './ai.js';
import type { Endpoint } from './classify.js';
import { withinTime } from './deadline.js';
import { clientFor, type EndpointSettings, endpointOf } from './endpoint.js';
import { AiFailure, malformed } from './errors.js';
import { timeLimits } from './time-limits.js';

/** How to reach an embedding model. */
export interface EmbeddingSettings extends EndpointSettings {
  /** How long vectors should be, for models that can shorten them. Null for the model's own length. */
  dimensions: number | null;
  /** Longest wait for any request to a model, in milliseconds, of which embeddings have half; default 120,000. */
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

/** An embedding model that tells what each request to it has used. */
export interface EmbeddingModel extends Embedder {
  /**
   * The same for at most `EMBEDDING_BATCH` texts, in one request.
   * @throws AiFailure
   */
  embedBatch(texts: string[], signal?: AbortSignal): Promise<Embedded>;
}

export interface Embedded {
  vectors: number[][];
  usage: Usage;
}

/** Texts of one request. Providers take some thousands; less is lost when a request fails. */
export const EMBEDDING_BATCH = 64;
/** Longer texts are cut: about 6,000 tokens, and models take 8,192 or fewer. What matters stands at the beginning. */
const LONGEST_TEXT = 20_000;

const replySchema = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1) })),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }).nullish().catch(null),
});

/** @throws AiFailure `rejected` when the key or the address cannot be right */
export function createEmbedder(settings: EmbeddingSettings): EmbeddingModel {
  const { model, dimensions } = settings;
  const endpoint = endpointOf(settings, 'embeddings');
  const limits = timeLimits('EMBEDDINGS', settings.timeoutMs);
  const client = clientFor(settings, endpoint, limits.totalMs);

  async function embedBatch(texts: string[], signal?: AbortSignal): Promise<Embedded> {
    const input = texts.map((text) => text.slice(0, LONGEST_TEXT));
    const asked = {
      model,
      input,
      // Not every endpoint knows base64, which the client would ask for by itself.
      encoding_format: 'float' as const,
      ...(dimensions !== null && { dimensions }),
    };
    const request = { task: 'embeddings', ...(signal && { signal }) };
    const reply = await withinTime(request, limits, endpoint, (ending) =>
      client.embeddings.create(asked, { signal: ending }),
    );
    return embeddedIn(reply, texts.length, dimensions, endpoint);
  }

  return {
    name: dimensions === null ? model : `${model}@${dimensions}`,
    embed: (texts, signal) => inBatches(texts, (batch) => embedBatch(batch, signal)),
    embedBatch,
  };
}

/** The vectors of any number of texts, by one request for each batch of them. */
export async function inBatches(
  texts: string[],
  embedBatch: (texts: string[]) => Promise<Embedded>,
): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let i = 0; i < texts.length; i += EMBEDDING_BATCH)
    vectors.push(...(await embedBatch(texts.slice(i, i + EMBEDDING_BATCH))).vectors);
  return vectors;
}

function embeddedIn(reply: unknown, count: number, dimensions: number | null, { names }: Endpoint): Embedded {
  const parsed = replySchema.safeParse(reply);
  if (!parsed.success)
    throw malformed(`holds no embeddings. Check ${names.embeddingModel} and ${names.baseUrl}.`);
  const vectors: number[][] = [];
  for (const { index, embedding } of parsed.data.data) vectors[index] = embedding;
  const length = vectors[0]?.length ?? 0;
  const whole = vectors.length === count && Array.from(vectors).every((vector) => vector?.length === length);
  if (!whole) throw malformed(`holds other embeddings than the ${count} that were asked for.`);
  if (dimensions !== null && length !== dimensions)
    throw new AiFailure(
      'rejected',
      `The embedding model gave vectors of ${length} dimensions, not ${dimensions}. Check ${names.dimensions}.`,
    );
  return { vectors, usage: { inputTokens: parsed.data.usage?.prompt_tokens ?? 0, outputTokens: 0 } };
}
