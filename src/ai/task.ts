import type { z } from 'zod';
import type { Ai, Usage } from './ai.js';
import { AiFailure } from './errors.js';
import { withNotice } from './untrusted.js';

/** The engine of what was done without a model. */
export const RULES = 'rules';

/** One thing asked of a model, and the rule-based way of doing it when there is none. */
export interface Task<Input, Reply, Output> {
  /** For messages, logs and usage records. */
  name: string;
  /** What we say. Text from documents goes into `user`, inside `quoteUntrusted`. */
  prompt(input: Input): { system: string; user: string };
  /** What we accept as a reply. */
  schema: z.ZodType<Reply>;
  /** 1–64 letters, digits, `_` or `-`. */
  schemaName: string;
  /** Upper bound for the reply, in tokens. */
  maxOutputTokens?: number;
  /**
   * Makes the output from a reply that fits the schema.
   *
   * @throws AiFailure `malformed` for a reply that cannot be right: a number that was never shown, say
   */
  accept(reply: Reply, input: Input): Output;
  /** The way without a model. */
  rules(input: Input): Output;
}

export interface TaskOptions {
  signal?: AbortSignal;
  /** Called once for every reply that was paid for, also one that turned out to be unusable. */
  onUsage?: (usage: Usage) => void;
  /** Called with each piece of the reply's JSON as the model writes it; never where rules do the task. */
  onText?: (piece: string) => void;
}

export interface TaskResult<Output> {
  output: Output;
  /** "rules", or the model that was asked. */
  engine: string;
  usage: Usage;
}

/**
 * Does a task with the model, or by rules when there is none. A model that fails is a failure: rules never
 * step in silently for it.
 *
 * @param ai null when no provider is configured
 * @throws AiFailure when the model fails or its reply is not accepted; the caller retries by `retryable`
 */
export async function runTask<Input, Reply, Output>(
  ai: Ai | null,
  task: Task<Input, Reply, Output>,
  input: Input,
  options: TaskOptions = {},
): Promise<TaskResult<Output>> {
  const { signal, onUsage, onText } = options;
  if (signal?.aborted) throw new AiFailure('aborted', `The task "${task.name}" was cancelled.`);
  if (ai === null) {
    return { output: task.rules(input), engine: RULES, usage: { inputTokens: 0, outputTokens: 0 } };
  }
  const { system, user } = task.prompt(input);
  const { schema, schemaName, maxOutputTokens } = task;
  const request = {
    ...{ task: task.name, system: withNotice(system, user), user, schema, schemaName },
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(signal && { signal }),
  };
  const asking = onText ? ai.stream(request, onText) : ai.complete(request);
  const { value, usage } = await asking.catch((error: unknown) => {
    if (error instanceof AiFailure && error.usage !== null) onUsage?.(error.usage);
    throw error;
  });
  onUsage?.(usage);
  return { output: task.accept(value, input), engine: ai.model, usage };
}
