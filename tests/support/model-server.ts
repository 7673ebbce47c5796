import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { type EmbeddingsBody, type EmbeddingsHandler, wordVectors } from './model-server-embeddings.js';
import {
  type Azure,
  askedFor,
  azureRefusal,
  type ChatBody,
  type Refusable,
  refused,
} from './model-server-protocol.js';
import { json, type Reply, status } from './model-server-replies.js';
import { leastValue } from './model-server-strict.js';

export * from './model-server-embeddings.js';
export * from './model-server-replies.js';

/** One request as it came in. */
export interface ModelRequest {
  /** Name of the schema asked for, also where the prompt carries it. Null where there is none. */
  task: string | null;
  messages: ChatBody['messages'];
  body: ChatBody;
  headers: IncomingHttpHeaders;
  /** The path and query that it came to. */
  url: string;
  /** How many requests for the same task came before this one. */
  n: number;
  /** When it had arrived, in milliseconds since 1970. */
  time: number;
  /** How it ended; 'cut by client' when the client left before it had the whole answer. */
  outcome: 'open' | 'answered' | 'cut by server' | 'cut by client';
}

export type ModelHandler = (request: ModelRequest) => Reply | Promise<Reply>;

export interface ModelServerOptions {
  /** 0, the default, for any free port. */
  port?: number;
  /** What this endpoint answers with 400, as lesser endpoints do. */
  refuses?: Refusable[];
  /** Plays Azure, at `/openai/v1` and `/openai/deployments/NAME`. */
  azure?: Azure;
  /** False to count requests without keeping them, for long runs. */
  keepRequests?: boolean;
}

/** A handler for benches: the least value that fits the schema asked for. */
export const leastReply: ModelHandler = ({ body }) => json(leastValue(askedFor(body)?.schema));

export class ModelServer implements AsyncDisposable {
  readonly requests: ModelRequest[] = [];
  /** The texts of each request for embeddings. */
  readonly embedded: EmbeddingsBody[] = [];
  /** Requests without a handler, or whose handler threw. Empty at the end of a good test. */
  readonly unscripted: string[] = [];
  total = 0;
  inFlight = 0;
  /** The most requests that were ever answered at the same time. */
  maxInFlight = 0;

  private readonly server = createServer((incoming, response) => {
    this.route(incoming, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  private readonly handlers = new Map<string, ModelHandler>();
  private readonly counts = new Map<string | null, number>();
  private readonly watchers = new Set<() => void>();
  private fallback: ModelHandler | null = null;
  private embeddingsHandler: EmbeddingsHandler = wordVectors;

  constructor(private readonly options: ModelServerOptions) {}

  /** For `baseUrl`: `http://127.0.0.1:<port>/v1`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Answers requests for this schema name, until another handler is given for it. */
  on(task: string, handler: ModelHandler): void {
    this.handlers.set(task, handler);
  }

  /** Answers requests that have no handler of their own. */
  reply(handler: ModelHandler): void {
    this.fallback = handler;
  }

  /** Answers requests for embeddings; without it, `wordVectors` does. */
  onEmbeddings(handler: EmbeddingsHandler): void {
    this.embeddingsHandler = handler;
  }

  requestsFor(task: string): ModelRequest[] {
    return this.requests.filter((request) => request.task === task);
  }

  /** Resolves as soon as this holds; looked at whenever a request arrives or ends. */
  until(predicate: (model: ModelServer) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!predicate(this)) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(this.options.port ?? 0, '127.0.0.1', resolve);
    });
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async route(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers } = incoming;
    const url = incoming.url ?? '/';
    const isChat = this.options.azure
      ? /^\/openai\/.*chat\/completions/.test(url)
      : url === '/v1/chat/completions';
    if (method === 'GET' && url === '/stats') {
      const { total, inFlight, maxInFlight } = this;
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ total, inFlight, maxInFlight }));
    } else if (method === 'POST' && isChat) {
      await this.answer(JSON.parse(await readText(incoming)), { headers, url }, response);
    } else if (method === 'POST' && url === '/v1/embeddings') {
      await this.embed(JSON.parse(await readText(incoming)), response);
    } else {
      response.writeHead(404).end();
    }
  }

  private async embed(body: EmbeddingsBody, response: ServerResponse): Promise<void> {
    const n = this.embedded.push(body) - 1;
    this.changed();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const promptTokens = Math.ceil(body.input.join('').length / 4);
    const reply = this.embeddingsHandler({ body, n });
    await reply({
      response,
      model: body.model,
      promptTokens,
      cut: () => response.destroy(),
      gone: gone.signal,
      streams: { counts: false },
    });
  }

  private async answer(
    body: ChatBody,
    came: Pick<ModelRequest, 'headers' | 'url'>,
    response: ServerResponse,
  ): Promise<void> {
    const request = this.arrived(body, came);
    const gone = new AbortController();
    response.on('close', () => {
      this.inFlight -= 1;
      if (request.outcome === 'open')
        request.outcome = response.writableFinished ? 'answered' : 'cut by client';
      gone.abort();
      this.changed();
    });
    this.changed();
    const reply = await this.replyTo(request);
    const cut = () => {
      request.outcome = 'cut by server';
      response.destroy();
    };
    const promptTokens = Math.ceil(JSON.stringify(body.messages).length / 4);
    const streams = body.stream ? { counts: body.stream_options?.include_usage === true } : null;
    const tool = body.tool_choice?.function.name;
    try {
      await reply({ response, streams, tool, model: body.model, promptTokens, cut, gone: gone.signal });
    } catch (error) {
      // A reply that was still waiting when its client left has nobody to talk to.
      if (!gone.signal.aborted) throw error;
    }
  }

  private arrived(body: ChatBody, came: Pick<ModelRequest, 'headers' | 'url'>): ModelRequest {
    const task = askedFor(body)?.name ?? null;
    const n = this.counts.get(task) ?? 0;
    this.counts.set(task, n + 1);
    const { messages } = body;
    const request: ModelRequest = { task, messages, body, ...came, n, time: Date.now(), outcome: 'open' };
    if (this.options.keepRequests !== false) this.requests.push(request);
    this.total += 1;
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    return request;
  }

  private async replyTo(request: ModelRequest): Promise<Reply> {
    const { azure } = this.options;
    const { headers, body } = request;
    const url = new URL(request.url, this.url);
    const denied = azure && azureRefusal(azure, { url, headers, model: body.model });
    if (denied) return denied;
    const no = refused(request.body, this.options.refuses ?? []);
    if (no !== null) return no;
    const handler = this.handlers.get(request.task ?? '') ?? this.fallback;
    if (handler === null) return this.noScript(`The model server has no script for "${request.task}".`);
    try {
      return await handler(request);
    } catch (error) {
      return this.noScript(`The script for "${request.task}" threw: ${error}`);
    }
  }

  private noScript(why: string): Reply {
    this.unscripted.push(why);
    return status(500, { error: { message: why, type: 'unscripted', param: null, code: 'unscripted' } });
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }
}

/**
 * Our own model server: speaks OpenAI's chat completions protocol over HTTP on loopback and answers by the
 * script of the test. A request that the script does not foresee is answered with 500 and noted in
 * `unscripted`.
 *
 *     await using model = await modelServer();
 *     model.on('extract_questions', ({ n }) => (n === 0 ? rateLimited() : json({ questions: [] })));
 */
export const modelServer = (options: ModelServerOptions = {}): Promise<ModelServer> =>
  new ModelServer(options).listen();
