import type { Ai, AiSettings, Completion, CompletionRequest, Follow } from './ai.js';
import { type Pulse, withinTime } from './deadline.js';
import {
  type Body,
  type Dialect,
  fullDialect,
  requestBody,
  simplerDialect,
  simplest,
  streamed,
} from './dialect.js';
import { clientFor, endpointOf } from './endpoint.js';
import { readReply } from './read-reply.js';
import { readStream } from './read-stream.js';
import { withRepair } from './repair.js';
import { strictJsonSchema } from './strict-schema.js';
import { DEFAULT_TIMEOUT_MS, timeLimits } from './time-limits.js';

/**
 * The door to a model, over any endpoint that speaks the OpenAI chat completions protocol.
 *
 * Replies are held to the schema by the endpoint where it can (`json_schema`, strict). An endpoint that
 * refuses that is asked for `json_object`, then for text, with the schema in the prompt; what it refused once
 * is not tried again in the life of this client. Every reply is checked here in any case, and one that cannot be
 * used is asked for once more.
 *
 * @throws AiFailure `rejected` when the key or the address cannot be right
 */
export function createAi(settings: AiSettings): Ai {
  const endpoint = endpointOf(settings);
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  const client = clientFor(settings, endpoint, timeoutMs);
  let dialect: Dialect = { ...fullDialect, ...settings.dialect };

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

  /** Asks in the dialect of the endpoint, and once more for a reply that cannot be used, all within the time. */
  function ask<T>(request: CompletionRequest<T>, send: Send): Promise<Completion<T>> {
    const json = strictJsonSchema(request.schema, request.schemaName);
    const limits = timeLimits(request.modelTask, timeoutMs);
    const begin = performance.now();
    return withRepair(request, async (asked) => {
      const work = (signal: AbortSignal, pulse: Pulse) =>
        inDialect((spoken) =>
          send(requestBody(settings.model, asked, json, spoken), { spoken, signal, pulse }),
        );
      return readReply(await withinTime(request, limits, endpoint, work, begin), request, endpoint);
    });
  }

  async function complete<T>(request: CompletionRequest<T>): Promise<Completion<T>> {
    return ask(request, (body, { signal }) => client.chat.completions.create(body, { signal }));
  }

  async function stream<T>(request: CompletionRequest<T>, follow: Follow): Promise<Completion<T>> {
    return ask(request, async (body, { spoken, signal, pulse }) => {
      pulse(false);
      const inPieces = streamed(body, spoken);
      const { data, response } = await client.chat.completions.create(inPieces, { signal }).withResponse();
      // An endpoint that does not stream answers in one piece, as if it had not been asked to.
      const isStream = response.headers.get('content-type')?.includes('event-stream');
      const whole = isStream ? await readStream(data, { follow, pulse }, endpoint) : await response.text();
      // The client library ends its loop without a word when it is aborted.
      signal.throwIfAborted();
      return whole;
    });
  }

  return { model: settings.model, complete, stream };
}

/** Sends a body and returns that of the reply, parsed or as text. */
type Send = (body: Body, means: { spoken: Dialect; signal: AbortSignal; pulse: Pulse }) => Promise<unknown>;
