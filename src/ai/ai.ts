import type { z } from 'zod';
import type { ModelTask } from '../../generated/client/client.js';
import type { EndpointSettings } from './endpoint.js';

/** How to reach a model that chats. */
export interface AiSettings extends EndpointSettings {
  /**
   * Longest wait for one whole reply, in milliseconds, with its repair; default 120,000. Tasks that somebody waits for
   * have less of it: see `timeLimits`. Node ends a request that sends no headers for 300,000 ms by itself, so larger
   * values gain nothing where replies are not streamed.
   */
  timeoutMs?: number;
}

/** Tokens that the provider counted, and bills. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

/** What both cost together; a null is what was not counted. */
export const addUsage = (a: Usage | null, b: Usage | null): Usage => ({
  inputTokens: (a?.inputTokens ?? 0) + (b?.inputTokens ?? 0),
  outputTokens: (a?.outputTokens ?? 0) + (b?.outputTokens ?? 0),
});

export interface CompletionRequest<T> {
  /** Name of the task, for messages and logs. */
  task: string;
  /** By which its time is limited; all the time that is allowed, where it is left out. */
  modelTask?: ModelTask;
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
  /**
   * Looks at a reply that fits the schema.
   *
   * @throws AiFailure `malformed` for one that cannot be right, which then counts as not having come
   */
  check?(value: T): void;
  /** Which text of the prompt was used: see `Ai.instructions`. */
  promptVersion?: number;
  /** A reply that was given before will not do: somebody asked for another one. */
  fresh?: boolean;
  /** Ends the request and closes its connection. */
  signal?: AbortSignal;
}

export interface Completion<T> {
  value: T;
  usage: Usage;
  /** The model that answered. */
  model: string;
  /** The id of its `AiRequest`, where requests are on record. */
  requestId?: string;
}

/** What is called at the beginning of each attempt, and returns who is told the pieces of that attempt's reply. */
export type Follow = () => (piece: string) => void;

/** What a model is told to do, and which version of it that is; 0 is the default in code. */
export interface Instructions {
  text: string;
  version: number;
}

/** One model behind one endpoint, or several of which one answers. */
export interface Ai {
  /** The model that is asked first. */
  readonly model: string;
  /** What to say in place of a task's own instructions, by the task's name; null to say those. */
  instructions?(task: string): Instructions | null;
  /**
   * Asks once, and never retries a failure: the caller owns retries. Only a reply that came and cannot be used is asked
   * for once more, with what was wrong with it; `usage` is then that of both.
   *
   * @throws AiFailure for everything that goes wrong between here and an accepted reply
   * @throws UnsupportedSchemaError when the schema itself cannot be asked for, a programming error
   */
  complete<T>(request: CompletionRequest<T>): Promise<Completion<T>>;
  /**
   * The same, with the reply told piece by piece as the model writes it: parts of its JSON, see `ObjectReader`.
   * An endpoint that does not stream answers in one piece, of which nothing is told before the end. `follow` is
   * called anew where a reply begins from the beginning: what was told before is void.
   */
  stream<T>(request: CompletionRequest<T>, follow: Follow): Promise<Completion<T>>;
}
