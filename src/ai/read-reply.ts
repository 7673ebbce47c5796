import { z } from 'zod';
import type { Completion, Usage } from './ai.js';
import { type Endpoint, fromAnswer, notAChat } from './classify.js';
import { providerError } from './error-body.js';
import { AiFailure, malformed } from './errors.js';
import { oneLine } from './redact.js';

// Compatible endpoints leave out what the library's types promise, so a reply is read as data from outside.
const count = z.number().int().nonnegative().catch(0);
// Mistral's reasoning models send a list of parts, of which only the text is meant for us.
const part = z.object({ text: z.string().optional().catch('') }).transform(({ text }) => text ?? '');
/** The text of a message, or of a piece of one. */
export const contentSchema = z.union([z.string(), z.array(part).transform((parts) => parts.join(''))]);
const completionSchema = z.object({
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null),
  choices: z
    .tuple([
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: contentSchema.nullish(), refusal: z.string().nullish() }),
      }),
    ])
    .rest(z.unknown()),
});

/** Models behind compatible endpoints think aloud and fence their JSON; neither is part of the value. */
function withoutWrapping(content: string): string {
  const spoken = content.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  return /^```(?:json)?\s*\n([\s\S]*?)\n?```$/.exec(spoken)?.[1] ?? spoken;
}

function parseJson(text: string, failure: () => AiFailure): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw failure();
  }
}

/** At most three places where the reply leaves the schema; places and rules only, never its content. */
function whereItFails(error: z.ZodError): string {
  const places = error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.join('.') || 'the root'} (${code})`);
  return places.join(', ');
}

/** A few gateways report errors with status 200. */
export function hiddenError(body: unknown, endpoint: Endpoint): AiFailure | null {
  const error = typeof body === 'object' && body !== null && 'error' in body ? providerError(body) : null;
  if (error === null) return null;
  const code = Number(error.code);
  const status = code >= 400 && code < 600 ? code : 502;
  return fromAnswer({ ...error, status }, endpoint);
}

/**
 * Reads a chat completion: the value that the schema accepts, and what it cost.
 *
 * @param body the parsed body, or its text where the endpoint did not call it JSON
 * @throws AiFailure `malformed` (not the form, cut off, empty, not JSON, not the schema) or `refused`
 */
export function readReply<T>(body: unknown, schema: z.ZodType<T>, endpoint: Endpoint): Completion<T> {
  const data = typeof body === 'string' ? parseJson(body, () => notAChat(endpoint)) : body;
  const reply = completionSchema.safeParse(data);
  if (!reply.success) {
    throw hiddenError(data, endpoint) ?? notAChat(endpoint);
  }
  const { usage: counted, choices } = reply.data;
  const usage: Usage = {
    inputTokens: counted?.prompt_tokens ?? 0,
    outputTokens: counted?.completion_tokens ?? 0,
  };
  const { message, finish_reason: finish } = choices[0];
  if (message.refusal) {
    const said = oneLine(endpoint.redact(message.refusal));
    throw new AiFailure('refused', `The model refused to answer. It said: ${said}`, { usage });
  }
  if (finish === 'content_filter') {
    throw new AiFailure('refused', "The model provider's content filter stopped the reply.", { usage });
  }
  if (finish === 'length') throw malformed('was cut off at its length limit.', { usage });
  const text = withoutWrapping(message.content ?? '');
  if (text === '') throw malformed('is empty.', { usage });
  const value = schema.safeParse(parseJson(text, () => malformed('is not valid JSON.', { usage })));
  if (!value.success) {
    throw malformed(`does not fit the schema at ${whereItFails(value.error)}.`, { usage });
  }
  return { value: value.data, usage };
}
