import { APIError } from 'openai';
import { z } from 'zod';
import type { Endpoint } from './classify.js';
import { AiFailure } from './errors.js';
import { contentSchema, hiddenError } from './read-reply.js';

const chunkSchema = z.object({
  usage: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        delta: z.object({ content: contentSchema.nullish(), refusal: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Reads the chunks of a streamed chat completion, telling each piece of its text as it comes.
 *
 * @returns the body that the same reply would have had in one piece
 * @throws AiFailure `unavailable` where it ends in the middle; what the provider reports instead of a chunk
 */
export async function readStream(
  chunks: AsyncIterable<unknown>,
  onText: (piece: string) => void,
  endpoint: Endpoint,
): Promise<unknown> {
  let content = '';
  let refusal = '';
  let finish: string | null = null;
  let usage: unknown = null;
  try {
    for await (const chunk of chunks) {
      const read = chunkSchema.safeParse(chunk);
      if (!read.success) continue;
      usage = read.data.usage ?? usage;
      const choice = read.data.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      refusal += choice?.delta?.refusal ?? '';
      const piece = choice?.delta?.content ?? '';
      content += piece;
      if (piece !== '') onText(piece);
    }
  } catch (error) {
    throw reported(error, endpoint) ?? error;
  }
  if (finish === null) {
    throw new AiFailure(
      'unavailable',
      `The model provider at ${endpoint.host} ended in the middle of its reply.`,
    );
  }
  return { usage, choices: [{ finish_reason: finish, message: { content, refusal } }] };
}

/** An error that took the place of a chunk, after a status of success. */
const reported = (error: unknown, endpoint: Endpoint) =>
  error instanceof APIError && error.status === undefined && error.error
    ? hiddenError({ error: error.error }, endpoint)
    : null;
