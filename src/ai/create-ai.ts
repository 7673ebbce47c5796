import type { Ai, AiSettings, Completion, CompletionRequest } from './ai.js';
import { classify, type Endpoint } from './classify.js';
import { type Body, type Dialect, fullDialect, requestBody, simplerDialect, simplest } from './dialect.js';
import { clientFor, endpointOf, openAiUrl } from './endpoint.js';
import { AiFailure } from './errors.js';
import { readReply } from './read-reply.js';
import { strictJsonSchema } from './strict-schema.js';

const defaultTimeoutMs = 120_000;

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
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
  const client = clientFor(settings.apiKey, baseUrl, timeoutMs);
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
