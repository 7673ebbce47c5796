import { APIError } from 'openai';
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import type { CompletionRequest } from './ai.js';
import type { JsonSchema } from './strict-schema.js';

export type Body = ChatCompletionCreateParamsNonStreaming;

/**
 * From the strongest promise to none: the endpoint holds the schema, calls a function with it, promises JSON, or
 * promises nothing. Function calls are for those who are known to honour them (Anthropic): where an unknown endpoint
 * refuses `json_schema`, `json_object` is the likelier to be known, and nobody ignores it as often as tools.
 */
const formats = ['json_schema', 'tools', 'json_object', 'text'] as const;
const limits = ['max_completion_tokens', 'max_tokens'] as const;

type Format = (typeof formats)[number];

const simplerFormat: Record<Format, Format | null> = {
  json_schema: 'json_object',
  tools: 'json_object',
  json_object: 'text',
  text: null,
};

export interface Dialect {
  format: Format;
  /** OpenAI's newer models refuse `max_tokens`; Mistral and others refuse `max_completion_tokens`. */
  limit: (typeof limits)[number];
  /** Whether streamed replies are asked to count their tokens; a few endpoints refuse `stream_options`. */
  counts: boolean;
  /** Whether the prompt tells the schema where the endpoint is to hold it, too. */
  tells: boolean;
}

/** What OpenAI itself understands; everybody else is found out by asking. */
export const fullDialect: Dialect = {
  format: 'json_schema',
  limit: 'max_completion_tokens',
  counts: true,
  tells: false,
};

/** What both have learned: requests under way at the same time learn independently. */
export const simplest = (a: Dialect, b: Dialect): Dialect => ({
  format: formats[Math.max(formats.indexOf(a.format), formats.indexOf(b.format))]!,
  limit: limits[Math.max(limits.indexOf(a.limit), limits.indexOf(b.limit))]!,
  counts: a.counts && b.counts,
  tells: a.tells || b.tells,
});

const schemaPrompt = (name: string, schema: JsonSchema) =>
  `Reply with one JSON object and nothing else. It must satisfy the JSON schema "${name}":\n${JSON.stringify(schema)}`;

/** How each format is asked for. A tool's arguments are then the reply. */
const asked: Record<Format, (name: string, schema: JsonSchema) => Partial<Body>> = {
  json_schema: (name, schema) => ({
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
  }),
  tools: (name, schema) => ({
    tools: [
      {
        type: 'function',
        function: { name, description: 'Takes the reply.', strict: true, parameters: schema },
      },
    ],
    tool_choice: { type: 'function', function: { name } },
  }),
  json_object: () => ({ response_format: { type: 'json_object' } }),
  text: () => ({}),
};

/** The request body in a dialect. Where the endpoint cannot hold the schema, the prompt tells it. */
export function requestBody(
  model: string,
  request: Pick<CompletionRequest<never>, 'system' | 'user' | 'schemaName' | 'maxOutputTokens'>,
  schema: JsonSchema,
  { format, limit, tells }: Dialect,
): Body {
  const { system, user, schemaName: name, maxOutputTokens } = request;
  const told = tells || format === 'json_object' || format === 'text';
  return {
    model,
    messages: [
      { role: 'system', content: told ? `${system}\n\n${schemaPrompt(name, schema)}` : system },
      { role: 'user', content: user },
    ],
    ...asked[format](name, schema),
    ...(maxOutputTokens !== undefined && { [limit]: maxOutputTokens }),
  };
}

/** The same request, its reply to come piece by piece. */
export const streamed = (body: Body, { counts }: Dialect): ChatCompletionCreateParamsStreaming => ({
  ...body,
  stream: true,
  ...(counts && { stream_options: { include_usage: true } }),
});

/** DeepSeek: "This response_format type is unavailable now". Others name the type or the capability. */
const namesFormat = /response_format|response format|json_schema|json_object|structured outputs?/i;
/** Ollama: "… does not support tools". Claude, where it thinks first, will not be forced by `tool_choice`. */
const namesTools = /\btools?\b|tool_choice|function.call/i;
// Our own schema being wrong must not pass as a weakness of the endpoint.
const blamesSchema = /invalid schema/i;

/**
 * The next dialect to try after this error, or null when the error is not about the dialect. Each step is
 * taken once in a client's life, since there is none back.
 */
export function simplerDialect(error: unknown, spoken: Dialect): Dialect | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const said = `${error.param ?? ''} ${error.message}`;
  if (spoken.limit === 'max_completion_tokens' && said.includes('max_completion_tokens')) {
    return { ...spoken, limit: 'max_tokens' };
  }
  if (spoken.counts && said.includes('stream_options')) return { ...spoken, counts: false };
  const format = simplerFormat[spoken.format];
  const named = spoken.format === 'tools' ? namesTools : namesFormat;
  if (format === null || !named.test(said) || blamesSchema.test(said)) return null;
  return { ...spoken, format };
}
