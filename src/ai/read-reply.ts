import { z } from 'zod';
import type { Completion, CompletionRequest, Usage } from './ai.js';
import { type Endpoint, fromAnswer, notAChat } from './classify.js';
import { providerError } from './error-body.js';
import { AiFailure, malformed } from './errors.js';
import { oneLine } from './redact.js';
import type { BrokenReply } from './repair.js';

// Compatible endpoints leave out what the library's types promise, so a reply is read as data from outside.
const count = z.number().int().nonnegative().catch(0);
// Mistral's reasoning models send a list of parts, of which only the text is meant for us.
const part = z.object({ text: z.string().optional().catch('') }).transform(({ text }) => text ?? '');
/** The text of a message, or of a piece of one. */
export const contentSchema = z.union([z.string(), z.array(part).transform((parts) => parts.join(''))]);
const usageSchema = z.object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });
/** A call of the function whose arguments are the reply. */
export const toolCallSchema = z.object({
  function: z.object({ arguments: z.string().nullish().catch(null) }).nullish(),
});
const completionSchema = z.object({
  usage: usageSchema.nullish().catch(null),
  choices: z
    .tuple([
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: contentSchema.nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish().catch(null),
        }),
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

/** Gemini counts what a model thought in the total only, and bills it as output. */
function usageOf(counted: z.infer<typeof usageSchema> | null | undefined): Usage {
  const { prompt_tokens: input = 0, completion_tokens: output = 0, total_tokens: total = 0 } = counted ?? {};
  return { inputTokens: input, outputTokens: Math.max(output, total - input) };
}

/**
 * Reads a chat completion: the value that the schema and the caller's check accept, and what it cost; or what is wrong
 * with a reply that came whole and cannot be used.
 *
 * @param body the parsed body, or its text where the endpoint did not call it JSON
 * @throws AiFailure `malformed` (not a completion, or cut off: asked for again it would be cut off again) or `refused`
 */
export function readReply<T>(
  body: unknown,
  { schema, check }: Pick<CompletionRequest<T>, 'schema' | 'check'>,
  endpoint: Endpoint,
): Completion<T> | BrokenReply {
  const data = typeof body === 'string' ? parseJson(body, () => notAChat(endpoint)) : body;
  const reply = completionSchema.safeParse(data);
  if (!reply.success) {
    throw hiddenError(data, endpoint) ?? notAChat(endpoint);
  }
  const { usage: counted, choices } = reply.data;
  const usage = usageOf(counted);
  const { message, finish_reason: finish } = choices[0];
  if (message.refusal) {
    const said = oneLine(endpoint.redact(message.refusal));
    throw new AiFailure('refused', `The model refused to answer. It said: ${said}`, { usage });
  }
  if (finish === 'content_filter') {
    throw new AiFailure('refused', `${endpoint.provider}'s content filter stopped the reply.`, { usage });
  }
  if (finish === 'length') throw malformed('was cut off at its length limit.', { usage });
  const text = withoutWrapping(message.tool_calls?.[0]?.function?.arguments || (message.content ?? ''));
  try {
    const value = acceptedIn(text, schema);
    check?.(value);
    return { value, usage, model: endpoint.model };
  } catch (error) {
    if (!(error instanceof AiFailure)) throw error;
    const failure = error.with({ usage });
    if (failure.kind !== 'malformed') throw failure;
    return { failure, text };
  }
}

/** @throws AiFailure `malformed` */
function acceptedIn<T>(text: string, schema: z.ZodType<T>): T {
  if (text === '') throw malformed('is empty.');
  const value = schema.safeParse(parseJson(text, () => malformed('is not valid JSON.')));
  if (!value.success) throw malformed(`does not fit the schema at ${whereItFails(value.error)}.`);
  return value.data;
}
