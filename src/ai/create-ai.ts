import OpenAI from 'openai';
import type { Ai, AiSettings, Completion, CompletionRequest } from './ai.js';
import { classify, type Endpoint } from './classify.js';
import { type Body, type Dialect, fullDialect, requestBody, simplerDialect, simplest } from './dialect.js';
import { endpointOf, openAiUrl } from './endpoint.js';
import { fetchWithStandardErrors } from './error-body.js';
import { AiFailure } from './errors.js';
import { readReply } from './read-reply.js';
import { strictJsonSchema } from './strict-schema.js';

const defaultTimeoutMs = 120_000;

function clientFor(settings: AiSettings, baseURL: string): OpenAI {
  // Every option that the library would otherwise take from the environment is set here.
  return new OpenAI({
    apiKey: settings.apiKey.trim() || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL,
    maxRetries: 0,
    // The library's own limit ends with the headers; the deadline in `ask` covers the body too.
    timeout: settings.timeoutMs ?? defaultTimeoutMs,
    logLevel: 'off',
    fetch: fetchWithStandardErrors,
  });
}

function tooLate({ host }: Endpoint, timeoutMs: number): AiFailure {
  const seconds = timeoutMs / 1_000;
  return new AiFailure(
    'unavailable',
    `The model provider at ${host} did not answer within ${seconds} seconds.`,
  );
}

/**
 * The door to a model, over any endpoint that speaks the OpenAI chat completions protocol.
 *
 * Replies are held to the schema by the endpoint where it can (`json_schema`, strict). An endpoint that
 * refuses that is asked for `json_object`, then for text, with the schema in the prompt; what it refused once
 * is not tried again in the life of this client. Every reply is checked here in any case.
 *
 * @throws AiFailure `rejected` when the key or the address cannot be right
 */
export function createAi(settings: AiSettings): Ai {
  const baseUrl = settings.baseUrl?.trim() || openAiUrl;
  const endpoint = endpointOf(settings, baseUrl);
  const client = clientFor(settings, baseUrl);
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
  let dialect = fullDialect;

  async function ask(
    body: (spoken: Dialect) => Body,
    spoken: Dialect,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      return await client.chat.completions.create(body(spoken), { signal });
    } catch (error) {
      const simpler = simplerDialect(error, spoken);
      if (simpler === null) throw error;
      dialect = simplest(dialect, simpler);
      return ask(body, simpler, signal);
    }
  }

  async function complete<T>(request: CompletionRequest<T>): Promise<Completion<T>> {
    const { schema, schemaName, signal, task } = request;
    const json = strictJsonSchema(schema, schemaName);
    const ending = new AbortController();
    const end = () => ending.abort();
    const deadline = setTimeout(end, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    try {
      const body = (spoken: Dialect) => requestBody(settings.model, request, json, spoken);
      const reply = await ask(body, dialect, ending.signal).catch((error: unknown) => {
        if (signal?.aborted) throw new AiFailure('aborted', `The request for "${task}" was cancelled.`);
        throw ending.signal.aborted ? tooLate(endpoint, timeoutMs) : classify(error, endpoint);
      });
      return readReply(reply, schema, endpoint);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', end);
    }
  }

  return { model: settings.model, complete };
}
