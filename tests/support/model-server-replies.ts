import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a reply is written, and what it may need to know for that. */
export interface Exchange {
  response: ServerResponse;
  /** Whether the request asks for the reply in pieces; null where it does not, else whether tokens are counted. */
  streams: { counts: boolean } | null;
  /** The function that the request forces the model to call; its arguments are then the reply. */
  tool?: string | undefined;
  /** The model that the request names. */
  model: string;
  /** Size of the prompt in tokens, estimated at four characters each. */
  promptTokens: number;
  /** Cuts the connection, so that the server counts it as its own doing. */
  cut: () => void;
  /** Fires when the connection is gone, so that nothing waits for a client that left. */
  gone: AbortSignal;
}

/** One way to answer, or not to. */
export type Reply = (exchange: Exchange) => void | Promise<void>;

type Message = { content: string | null; refusal?: string | null };

function send(
  { response }: Exchange,
  code: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(code, { 'content-type': type, 'x-request-id': 'req_test', ...headers }).end(text);
}

/** The body of a chat completion, as https://platform.openai.com/docs/api-reference/chat/object has it. */
function completion(
  { model, promptTokens, tool }: Exchange,
  { content, ...message }: Message,
  finish: string,
): object {
  const completionTokens = Math.ceil((content?.length ?? 0) / 4);
  const call = { id: 'call_test', type: 'function', function: { name: tool, arguments: content } };
  const calls = tool !== undefined && Boolean(content);
  return {
    id: 'chatcmpl-test',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [
      {
        index: 0,
        message: {
          ...{ role: 'assistant', refusal: null, ...message },
          ...(calls ? { content: null, tool_calls: [call] } : { content }),
        },
        logprobs: null,
        finish_reason: calls && finish === 'stop' ? 'tool_calls' : finish,
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

const says =
  (message: Message, finish = 'stop'): Reply =>
  (exchange) =>
    exchange.streams
      ? streamed(piecesOf(message, exchange.tool), { finish })(exchange)
      : send(exchange, 200, completion(exchange, message, finish));

/** The model writes this value as JSON. */
export const json = (value: unknown): Reply => says({ content: JSON.stringify(value) });
/** The model writes this text, whatever was asked for. */
export const text = (content: string): Reply => says({ content });
/** The model begins JSON and never ends it, yet says it is done. */
export const malformed = (): Reply => says({ content: '{"answer": "half a sen' });
/** The model stops at its length limit. */
export const truncated = (): Reply => says({ content: '{"answer": "half a sen' }, 'length');
/** The model writes nothing. */
export const empty = (): Reply => says({ content: '' });
/** The model declines, in the field that structured outputs have for it. */
export const refusal = (why: string): Reply => says({ content: null, refusal: why });
/** The provider's filter ends the reply. */
export const contentFilter = (): Reply => says({ content: '' }, 'content_filter');

const errorBody = (code: number, message: string) => ({
  error: { message, type: code < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null },
});

/** An HTTP status. A string body is sent as text, anything else as JSON; without one, OpenAI's form of an error. */
export const status =
  (code: number, body?: unknown, headers?: Record<string, string>): Reply =>
  (exchange) =>
    send(exchange, code, body ?? errorBody(code, `Scripted status ${code}.`), headers);

/** Status 429, saying when to come back in one of the ways that providers use. */
export function rateLimited(
  when: 'none' | { retryAfterSeconds: number } | { retryAfterMs: number } | { httpDate: Date } = 'none',
): Reply {
  const message = 'Rate limit reached for requests.';
  const body = { error: { message, type: 'requests', param: null, code: 'rate_limit_exceeded' } };
  if (when === 'none') return status(429, body);
  if ('retryAfterSeconds' in when) return status(429, body, { 'retry-after': `${when.retryAfterSeconds}` });
  if ('retryAfterMs' in when) return status(429, body, { 'retry-after-ms': `${when.retryAfterMs}` });
  return status(429, body, { 'retry-after': when.httpDate.toUTCString() });
}

/** Answers after a while, as a model does. */
export const delay =
  (ms: number, reply: Reply): Reply =>
  async (exchange) => {
    await wait(ms, undefined, { signal: exchange.gone });
    await reply(exchange);
  };

/** Answers when the test says so: `const held = hold(json(…)); …; held.release()`. */
export function hold(reply: Reply): Reply & { release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held: Reply = async (exchange) => {
    await released;
    await reply(exchange);
  };
  return Object.assign(held, { release });
}

/** Promises a long body, sends its beginning and cuts the connection. */
export const cut =
  (): Reply =>
  ({ response, cut: destroy }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
    response.write('{"id":"chatcmpl-test","choices":[{"index":0', destroy);
  };

/** Never answers; ends when the client leaves. */
export const hang = (): Reply => () => {};

/** Sends the headers and the beginning of a body, and nothing more. */
export const stall = (): Reply => (exchange) => {
  exchange.response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
};

/** Writes a text for as long as anybody reads it. */
export const endless =
  (): Reply =>
  async ({ response, streams, gone }) => {
    const text = 'word '.repeat(10_000);
    const piece = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
    response.writeHead(200, { 'content-type': streams ? 'text/event-stream' : 'application/json' });
    if (!streams) response.write('{"choices":[{"index":0,"message":{"content":"');
    while (!gone.aborted)
      if (!response.write(streams ? piece : text))
        await once(response, 'drain', { signal: gone }).catch(() => {});
  };

/** The value as JSON, its body arriving in 16-byte pieces. */
export const slowDrip =
  (value: unknown, chunkMs: number): Reply =>
  async (exchange) => {
    const { response } = exchange;
    const body = Buffer.from(
      JSON.stringify(completion(exchange, { content: JSON.stringify(value) }, 'stop')),
    );
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': `${body.length}` });
    for (let at = 0; at < body.length; at += 16) {
      response.write(body.subarray(at, at + 16));
      await wait(chunkMs, undefined, { signal: exchange.gone });
    }
    response.end();
  };

type Delta = { content?: string; refusal?: string; tool_calls?: object[] };

/** A message in the pieces in which a model writes it: a few characters each. */
function piecesOf({ content, refusal }: Message, tool?: string): Delta[] {
  if (refusal) return [{ refusal }];
  const pieces = (content ?? '').match(/[\s\S]{1,7}/g) ?? [];
  if (tool === undefined) return pieces.map((piece) => ({ content: piece }));
  const first = { index: 0, id: 'call_test', type: 'function', function: { name: tool, arguments: '' } };
  const rest = pieces.map((piece) => ({ index: 0, function: { arguments: piece } }));
  return [first, ...rest].map((call) => ({ tool_calls: [call] }));
}

export interface StreamScript {
  finish?: string;
  /** Between two pieces, in milliseconds. */
  chunkMs?: number;
  /** After how many pieces the connection is cut. */
  cutAfter?: number;
  /** After how many pieces the provider reports an error in place of a chunk. */
  failAfter?: number;
  /** Waits before a piece, by its number from 0. */
  before?: (piece: number) => Promise<void>;
}

/** A streamed chat completion, as https://platform.openai.com/docs/api-reference/chat-streaming has it. */
const streamed =
  (pieces: Delta[], script: StreamScript): Reply =>
  async ({ response, model, promptTokens, cut: destroy, gone, streams }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_test' });
    const chunk = (rest: object) => {
      const body = { id: 'chatcmpl-test', object: 'chat.completion.chunk', created: 0, model, ...rest };
      return new Promise<void>((resolve) =>
        response.write(`data: ${JSON.stringify(body)}\n\n`, () => resolve()),
      );
    };
    const choice = (delta: object, finish: string | null = null) =>
      chunk({ choices: [{ index: 0, delta, finish_reason: finish }] });
    await choice({ role: 'assistant', content: '' });
    for (const [n, piece] of pieces.entries()) {
      if (n === script.cutAfter) return destroy();
      if (n === script.failAfter) {
        const error = { message: 'The engine is overloaded.', type: 'server_error', code: null };
        response.end(`data: ${JSON.stringify({ error })}\n\n`);
        return;
      }
      await script.before?.(n);
      if (script.chunkMs) await wait(script.chunkMs, undefined, { signal: gone });
      if (gone.aborted) return;
      await choice(piece);
    }
    await choice({}, script.finish ?? 'stop');
    const usage = { prompt_tokens: promptTokens, completion_tokens: pieces.length };
    if (streams?.counts) await chunk({ choices: [], usage });
    response.end('data: [DONE]\n\n');
  };

/** The model writes this value as JSON, piece by piece, with the mishaps of the script. */
export const stream =
  (value: unknown, script: StreamScript = {}): Reply =>
  (exchange) =>
    streamed(piecesOf({ content: JSON.stringify(value) }, exchange.tool), script)(exchange);

/** The reply of an endpoint that does not know how to stream. */
export const inOnePiece =
  (reply: Reply): Reply =>
  (exchange) =>
    reply({ ...exchange, streams: null });
