import type { z } from 'zod';
import type { ModelTask } from '../../generated/client/client.js';
import type { Ai, Follow, Usage } from './ai.js';
import { AiFailure } from './errors.js';
import { withNotice } from './untrusted.js';

/** The engine of what was done without a model. */
export const RULES = 'rules';

/** One thing asked of a model, and the rule-based way of doing it when there is none. */
export interface Task<Input, Reply, Output> {
  /** For messages, logs and usage records. */
  name: string;
  /** By which route a model is found for it. */
  model: ModelTask;
  /** What it does, for people who write instructions of their own for it. */
  description: string;
  /** What the prompt holds, for the same people. */
  material: string;
  /** What a model is told to do, where the organization has no text of its own for it. */
  instructions: string;
  /** What it is given to work on. Text from documents stands inside `quoteUntrusted`. */
  prompt(input: Input): string;
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
  /** Told the reply's JSON as the model writes it; never where rules do the task. */
  follow?: Follow;
  /** A reply that was given before will not do. */
  fresh?: boolean;
}

export interface TaskResult<Output> {
  output: Output;
  /** "rules", or the model that answered. */
  engine: string;
  usage: Usage;
  /** The id of the `AiRequest`; null where rules did it, or where requests are not on record. */
  requestId: string | null;
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
  const { signal, onUsage, follow, fresh } = options;
  if (signal?.aborted) throw new AiFailure('aborted', `The task "${task.name}" was cancelled.`);
  if (ai === null) return { output: task.rules(input), engine: RULES, usage: NO_USAGE, requestId: null };
  const { text, version } = ai.instructions?.(task.name) ?? { text: task.instructions, version: 0 };
  const user = task.prompt(input);
  const { schema, schemaName, maxOutputTokens } = task;
  let accepted: { output: Output } | null = null;
  const request = {
    ...{ task: task.name, modelTask: task.model, promptVersion: version },
    ...{ system: withNotice(text, user), user, schema, schemaName },
    check: (reply: Reply) => {
      accepted = { output: task.accept(reply, input) };
    },
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(signal && { signal }),
    ...(fresh && { fresh }),
  };
  const asking = follow ? ai.stream(request, follow) : ai.complete(request);
  const { value, usage, model, requestId } = await asking.catch((error: unknown) => {
    if (error instanceof AiFailure && error.usage !== null) onUsage?.(error.usage);
    throw error;
  });
  onUsage?.(usage);
  const { output } = accepted ?? { output: task.accept(value, input) };
  return { output, engine: model, usage, requestId: requestId ?? null };
}

const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0 };
