import type { Ai, AiSettings, Completion, CompletionRequest } from './ai.js';
import { withinTime } from './deadline.js';
import { type Dialect, fullDialect, requestBody, simplerDialect, simplest, streamed } from './dialect.js';
import { clientFor, endpointOf, openAiUrl } from './endpoint.js';
import { readReply } from './read-reply.js';
import { readStream } from './read-stream.js';
import { strictJsonSchema } from './strict-schema.js';

const defaultTimeoutMs = 120_000;

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

  /** Sends a request in the dialect known so far, and in simpler ones where the endpoint does not speak it. */
  async function inDialect<T>(send: (spoken: Dialect) => Promise<T>, spoken = dialect): Promise<T> {
    try {
      return await send(spoken);
    } catch (error) {
      const simpler = simplerDialect(error, spoken);
      if (simpler === null) throw error;
      dialect = simplest(dialect, simpler);
      return inDialect(send, simpler);
    }
  }

  async function complete<T>(request: CompletionRequest<T>): Promise<Completion<T>> {
    const json = strictJsonSchema(request.schema, request.schemaName);
    const reply = await withinTime(request, timeoutMs, endpoint, (signal) =>
      inDialect<unknown>((spoken) =>
        client.chat.completions.create(requestBody(settings.model, request, json, spoken), { signal }),
      ),
    );
    return readReply(reply, request.schema, endpoint);
  }

  async function stream<T>(
    request: CompletionRequest<T>,
    onText: (piece: string) => void,
  ): Promise<Completion<T>> {
    const json = strictJsonSchema(request.schema, request.schemaName);
    const reply = await withinTime(request, timeoutMs, endpoint, (signal) =>
      inDialect(async (spoken) => {
        const body = streamed(requestBody(settings.model, request, json, spoken), spoken);
        const { data, response } = await client.chat.completions.create(body, { signal }).withResponse();
        // An endpoint that does not stream answers in one piece, as if it had not been asked to.
        const isStream = response.headers.get('content-type')?.includes('event-stream');
        const whole = isStream ? await readStream(data, onText, endpoint) : await response.text();
        // The client library ends its loop without a word when it is aborted.
        signal.throwIfAborted();
        return whole;
      }),
    );
    return readReply(reply, request.schema, endpoint);
  }

  return { model: settings.model, complete, stream };
}
