import type { z } from 'zod';

/** How to reach a model. Any endpoint that speaks the OpenAI chat completions protocol will do. */
export interface AiSettings {
  /** Sent as a bearer token. Empty for servers that need none (Ollama, vLLM). */
  apiKey: string;
  /** Root of the API, ending in its version: `https://api.openai.com/v1`. Null for OpenAI itself. */
  baseUrl: string | null;
  /** The provider's name for the model. */
  model: string;
  /**
   * Longest wait for one whole reply, in milliseconds; default 120,000. Node ends a request that sends no
   * headers for 300,000 ms by itself, so larger values gain nothing.
   */
  timeoutMs?: number;
}

/** Tokens that the provider counted, and bills. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

export interface CompletionRequest<T> {
  /** Name of the task, for messages and logs. */
  task: string;
  /** What we tell the model to do. Never holds text from a document. */
  system: string;
  /** The material, with text from documents inside `quoteUntrusted`. */
  user: string;
  /** What is accepted as a reply: an object without optional properties, see `strictJsonSchema`. */
  schema: z.ZodType<T>;
  /** 1–64 letters, digits, `_` or `-`. */
  schemaName: string;
  /** Upper bound for the reply, including reasoning tokens. The provider's own limit where absent. */
  maxOutputTokens?: number;
  /** Ends the request and closes its connection. */
  signal?: AbortSignal;
}

export interface Completion<T> {
  value: T;
  usage: Usage;
}

/** One model behind one endpoint. */
export interface Ai {
  readonly model: string;
  /**
   * Asks once, and never retries a failure: the caller owns retries.
   *
   * @throws AiFailure for everything that goes wrong between here and an accepted reply
   * @throws UnsupportedSchemaError when the schema itself cannot be asked for, a programming error
   */
  complete<T>(request: CompletionRequest<T>): Promise<Completion<T>>;
  /**
   * The same, with the reply told piece by piece as the model writes it: parts of its JSON, see `ObjectReader`.
   * An endpoint that does not stream answers in one piece, of which nothing is told before the end.
   */
  stream<T>(request: CompletionRequest<T>, onText: (piece: string) => void): Promise<Completion<T>>;
}
