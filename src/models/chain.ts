import {
  type Ai,
  AiFailure,
  type Completion,
  type CompletionRequest,
  type Follow,
  type Instructions,
  type Usage,
} from '../ai/index.js';
import { newId } from '../platform/ids.js';
import { BudgetExceeded, type Budgets } from './budgets/index.js';
import type { ReplyCache } from './cache.js';
import { type Candidate, labelOf } from './candidate.js';
import { estimatedTokens, tokensOf } from './limits/estimated-tokens.js';
import type { Limits } from './limits/limits.js';
import type { Asking, ModelTask } from './models-types.js';
import { NOTHING, onRecord } from './on-record.js';
import { promptHashOf, type Recorder } from './record-request.js';

/** What the requests of a chain go by and are recorded with. */
export interface ChainContext {
  task: ModelTask;
  asking: Asking;
  instructions: ReadonlyMap<string, Instructions>;
  recorder: Recorder;
  cache: ReplyCache;
  budgets: Budgets;
  limits: Limits;
  log: { info(details: object, message: string): void };
}

/**
 * Several models as one: each is asked once, in their order, until one answers. What comes of a failure of all of them
 * is for the caller, who owns the retries.
 * @param candidates at least one
 */
export function chainOf(candidates: readonly Candidate[], context: ChainContext): Ai {
  async function askAll<T>(
    request: CompletionRequest<T>,
    follow: Follow | null,
    ask: (ai: Ai) => Promise<Completion<T>>,
  ) {
    const failures: Failed[] = [];
    for (const [position, candidate] of candidates.entries()) {
      try {
        const isLast = position === candidates.length - 1;
        const completion = await fromCacheOr({ candidate, position, isLast }, request, follow, ask);
        return {
          ...completion,
          usage: sum([...failures.map(({ failure }) => failure.usage), completion.usage]),
        };
      } catch (error) {
        if (!(error instanceof AiFailure) || !mayFallBack(error)) throw error;
        failures.push({ candidate, failure: error });
      }
    }
    throw inOne(failures);
  }

  /** The reply that this candidate gave before costs nothing; for another one there has to be money, and a place. */
  async function fromCacheOr<T>(
    place: ChainLink,
    request: CompletionRequest<T>,
    follow: Follow | null,
    ask: (ai: Ai) => Promise<Completion<T>>,
  ): Promise<Completion<T>> {
    const { candidate, position, isLast } = place;
    const { asking, cache, budgets, limits, recorder } = context;
    const { model, breaker } = candidate;
    const begin = performance.now();
    const replied = await cache.reply(scopeOf(candidate, asking), request, follow, async () => {
      await budgets.check(asking.organizationId);
      const turn = turnOf(request, asking, isLast);
      return breaker.run(
        () => limits.within(candidate.limited, turn, () => askOne(place, request, ask)),
        isLast,
      );
    });
    if (replied.from === 'model') return replied.completion;
    const id = newId();
    await recorder.record({
      ...recordOf(candidate, request, context),
      ...{ id, position, usage: NOTHING, failure: null, outcome: 'CACHE_EXACT', cost: 0 },
      saved: replied.saved,
      latencyMs: performance.now() - begin,
    });
    return { value: replied.value, usage: NOTHING, model, requestId: id };
  }

  function askOne<T>(
    { candidate, position }: ChainLink,
    request: CompletionRequest<T>,
    ask: (ai: Ai) => Promise<Completion<T>>,
  ): Promise<Completion<T>> {
    const { recorder, budgets } = context;
    const planned = { ...recordOf(candidate, request, context), position };
    return onRecord(planned, { recorder, budgets, costOf: candidate.costOf }, () => ask(candidate.ai));
  }

  return {
    model: candidates[0]!.model,
    instructions: (task) => context.instructions.get(task) ?? null,
    complete: (request) => askAll(request, null, (ai) => ai.complete(request)),
    stream: (request, follow) => askAll(request, follow, (ai) => ai.stream(request, follow)),
  };
}

interface ChainLink {
  candidate: Candidate;
  position: number;
  isLast: boolean;
}

interface Failed {
  candidate: Candidate;
  failure: AiFailure;
}

/** After these nobody else is asked: our side ended the request, or there is no money for it. */
const mayFallBack = (failure: AiFailure) =>
  failure.kind !== 'aborted' && !(failure instanceof BudgetExceeded);

const scopeOf = ({ endpoint, model, costOf }: Candidate, { organizationId }: Asking) => ({
  ...{ organizationId, endpoint, model },
  costOf,
});

/** A step of a workflow can wait for its turn; where a person waits, it should soon say that it cannot. */
const WORKFLOW_PATIENCE_MS = 120_000;
const PERSON_PATIENCE_MS = 20_000;

const turnOf = <T>(request: CompletionRequest<T>, { workflowId }: Asking, isLast: boolean) => ({
  estimatedTokens: estimatedTokens(request),
  patienceMs: workflowId ? WORKFLOW_PATIENCE_MS : PERSON_PATIENCE_MS,
  // A provider that asks to wait is not waited for where there is another one.
  ...(!isLast && { pausePatienceMs: 0 }),
  ...(request.signal && { signal: request.signal }),
});

const sum = (usages: (Usage | null)[]): Usage => ({
  inputTokens: usages.reduce((total, usage) => total + (usage?.inputTokens ?? 0), 0),
  outputTokens: usages.reduce((total, usage) => total + (usage?.outputTokens ?? 0), 0),
});

const recordOf = <T>(
  { provider, credential, model }: Candidate,
  request: CompletionRequest<T>,
  { task: modelTask, asking }: ChainContext,
) => ({
  asking,
  modelTask,
  provider,
  model,
  credential,
  task: request.task,
  promptVersion: request.promptVersion ?? 0,
  promptHash: promptHashOf(request.system),
  sentTokens: tokensOf([request.system, request.user]),
  parameters: {
    schema: request.schemaName,
    ...(request.maxOutputTokens !== undefined && { maxOutputTokens: request.maxOutputTokens }),
  },
});

/**
 * One failure for those of all. Where one of them may pass, so may this: it then asks for a new try when the first of
 * them says that it is ready.
 */
function inOne(failures: Failed[]): AiFailure {
  const [first] = failures;
  if (failures.length === 1) return first!.failure;
  const passing = failures.map(({ failure }) => failure).filter(({ retryable }) => retryable);
  const { kind, status } = passing[0] ?? first!.failure;
  const waits = passing.map(({ retryAfterMs }) => retryAfterMs);
  const said = failures.map(({ candidate, failure }) => `${labelOf(candidate)}: ${failure.message}`);
  return new AiFailure(kind, `None of ${failures.length} models answered. ${said.join(' ')}`, {
    status,
    retryAfterMs: waits.every((wait) => wait !== null) && waits.length > 0 ? Math.min(...waits) : null,
    usage: sum(failures.map(({ failure }) => failure.usage)),
  });
}
