import { type Reply, status } from './model-server-replies.js';
import { strictProblems } from './model-server-strict.js';

/** The body of a chat completion request, as far as the server looks at it. */
export interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema: unknown } };
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  [parameter: string]: unknown;
}

/** What lesser endpoints answer with status 400. */
export type Refusable =
  | 'json_schema'
  | 'json_object'
  | 'max_completion_tokens'
  | 'max_tokens'
  | 'stream_options';

/** The schema that a request asks for: in its response format or, for lesser endpoints, in its prompt. */
export function askedFor({
  response_format: format,
  messages,
}: ChatBody): { name: string; schema: unknown } | null {
  if (format?.json_schema !== undefined) return format.json_schema;
  const prompt = messages[0]?.content ?? '';
  const [, name, schema] = /JSON schema "([\w-]+)":\n(\{.*\})$/.exec(prompt) ?? [];
  return name === undefined || schema === undefined ? null : { name, schema: JSON.parse(schema) };
}

function badRequest(message: string, param: string): Reply {
  return status(400, { error: { message, type: 'invalid_request_error', param, code: null } });
}

/** How an endpoint answers what its model never sees. Schemas must be strict where they claim to be. */
export function refused(body: ChatBody, refuses: readonly Refusable[]): Reply | null {
  const { response_format: format } = body;
  if (refuses.some((name) => name === format?.type)) {
    return badRequest('This response_format type is unavailable now', 'response_format');
  }
  const parameter = refuses.find((name) => name in body);
  if (parameter !== undefined) return badRequest(`Unsupported parameter: '${parameter}'.`, parameter);
  const asked = format?.json_schema;
  const problem = asked?.strict ? strictProblems(asked.schema)[0] : undefined;
  if (problem === undefined) return null;
  return badRequest(`Invalid schema for response_format '${asked?.name}': ${problem}.`, 'response_format');
}
