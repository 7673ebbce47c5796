import { APIError } from 'openai';
import { z } from 'zod';
import type { Follow } from './ai.js';
import { type Endpoint, midSentence } from './classify.js';
import type { Pulse } from './deadline.js';
import { AiFailure } from './errors.js';
import { endless } from './model-fetch.js';
import { contentSchema, hiddenError, toolCallSchema } from './read-reply.js';

const deltaSchema = z.object({
  content: contentSchema.nullish(),
  refusal: z.string().nullish(),
  tool_calls: z
    .array(toolCallSchema.extend({ index: z.number().nullish() }))
    .nullish()
    .catch(null),
});
const chunkSchema = z.object({
  usage: z.unknown().optional(),
  choices: z.array(z.object({ finish_reason: z.string().nullish(), delta: deltaSchema.nullish() })).nullish(),
});

/** Characters: twice what the longest limit of output tokens, 32,000, comes to. */
const LONGEST_TEXT = 300_000;

/**
 * Reads the chunks of a streamed chat completion, telling each piece of its text as it comes: of its content, or of the
 * arguments of its first function call. Where a call follows upon content, it is the reply, and is followed anew.
 *
 * @returns the body that the same reply would have had in one piece
 * @throws AiFailure `unavailable` where it ends in the middle, or has no end; what the provider reports instead of a chunk
 */
export async function readStream(
  chunks: AsyncIterable<unknown>,
  { follow, pulse }: { follow: Follow; pulse: Pulse },
  endpoint: Endpoint,
): Promise<unknown> {
  let content = '';
  let call = '';
  let refusal = '';
  let finish: string | null = null;
  let usage: unknown = null;
  let tell = follow();
  try {
    for await (const chunk of chunks) {
      const read = chunkSchema.safeParse(chunk);
      if (!read.success) continue;
      usage = read.data.usage ?? usage;
      const choice = read.data.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      refusal += choice?.delta?.refusal ?? '';
      const said = choice?.delta?.content ?? '';
      const called = calledIn(choice?.delta);
      if (called !== '' && call === '' && content !== '') tell = follow();
      content += said;
      call += called;
      if (content.length + call.length + refusal.length > LONGEST_TEXT) throw endless(endpoint);
      pulse(content !== '' || call !== '' || refusal !== '');
      const piece = call === '' ? said : called;
      if (piece !== '') tell(piece);
    }
  } catch (error) {
    throw reported(error, endpoint) ?? error;
  }
  if (finish === null) {
    throw new AiFailure(
      'unavailable',
      `The connection to ${midSentence(endpoint)} at ${endpoint.host} ended in the middle of its reply.`,
    );
  }
  const message = { content, refusal, ...(call && { tool_calls: [{ function: { arguments: call } }] }) };
  return { usage, choices: [{ finish_reason: finish, message }] };
}

/** What a chunk adds to the arguments of the first call; there should be no second. */
const calledIn = (delta: z.infer<typeof deltaSchema> | null | undefined): string =>
  (delta?.tool_calls ?? [])
    .filter(({ index }) => !index)
    .map(({ function: called }) => called?.arguments ?? '')
    .join('');

/** An error that took the place of a chunk, after a status of success. */
const reported = (error: unknown, endpoint: Endpoint) =>
  error instanceof APIError && error.status === undefined && error.error
    ? hiddenError({ error: error.error }, endpoint)
    : null;
