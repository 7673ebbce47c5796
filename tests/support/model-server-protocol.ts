import { type Reply, status } from './model-server-replies.js';
import { strictProblems } from './model-server-strict.js';

/** The body of a chat completion request, as far as the server looks at it. */
export interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema: unknown } };
  tools?: { type: string; function: { name: string; strict?: boolean; parameters: unknown } }[];
  tool_choice?: { type: string; function: { name: string } };
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  [parameter: string]: unknown;
}

/** What lesser endpoints answer with status 400. */
export type Refusable =
  | 'json_schema'
  | 'json_object'
  | 'tools'
  | 'tool_choice'
  | 'max_completion_tokens'
  | 'max_tokens'
  | 'stream_options';

/** The schema that a request asks for: in its response format, in a function or, for lesser endpoints, in its prompt. */
export function askedFor({
  response_format: format,
  tools,
  messages,
}: ChatBody): { name: string; schema: unknown } | null {
  if (format?.json_schema !== undefined) return format.json_schema;
  const tool = tools?.[0]?.function;
  if (tool !== undefined) return { name: tool.name, schema: tool.parameters };
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
  if (problem !== undefined)
    return badRequest(`Invalid schema for response_format '${asked?.name}': ${problem}.`, 'response_format');
  const tool = body.tools?.[0]?.function;
  const wrong = tool?.strict ? strictProblems(tool.parameters)[0] : undefined;
  if (wrong !== undefined)
    return badRequest(`Invalid schema for function '${tool?.name}': ${wrong}.`, 'tools');
  return null;
}

/** How Azure differs: deployments in place of models, a key of its own kind, a version for the old addresses. */
export interface Azure {
  key: string;
  deployments: string[];
}

const OLD_PATH = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/;
const NEW_PATH = '/openai/v1/chat/completions';

/** Whether Azure answers at this address at all, and what it says no to. */
export function azureRefusal(
  { key, deployments }: Azure,
  request: { url: URL; headers: { [name: string]: string | string[] | undefined }; model: string },
): Reply | null {
  const { url, headers, model } = request;
  const deployment = OLD_PATH.exec(url.pathname)?.[1];
  const version = url.searchParams.get('api-version');
  const error = (code: string, message: string) => ({ error: { code, message } });
  if (url.pathname !== NEW_PATH && (deployment === undefined || !/^\d{4}-\d\d-\d\d/.test(version ?? '')))
    return status(404, error('404', 'Resource not found'));
  if (headers['api-key'] !== key || headers.authorization !== undefined)
    return status(401, error('401', 'Access denied due to invalid subscription key or wrong API endpoint.'));
  if (!deployments.includes(deployment ?? model))
    return status(404, error('DeploymentNotFound', 'The API deployment for this resource does not exist.'));
  return null;
}
