import { addUsage, type Completion, type CompletionRequest } from './ai.js';
import { AiFailure } from './errors.js';
import { quoteUntrusted, withNotice } from './untrusted.js';

/** A reply that came, and cannot be used. */
export interface BrokenReply {
  failure: AiFailure;
  /** What the model wrote. */
  text: string;
}

/** Of a broken reply, this much is shown to the model again. */
const LONGEST_QUOTE = 6_000;

/**
 * Asks, and asks once more where the reply cannot be used, telling the model what was wrong with it. Both are paid for.
 *
 * @throws AiFailure that of the second try, with the usage of both
 */
export async function withRepair<T>(
  request: CompletionRequest<T>,
  ask: (request: CompletionRequest<T>) => Promise<Completion<T> | BrokenReply>,
): Promise<Completion<T>> {
  const first = await ask(request);
  if (!('failure' in first)) return first;
  const paid = first.failure.usage;
  try {
    const second = await ask(repairOf(request, first));
    if ('failure' in second) throw second.failure;
    return { ...second, usage: addUsage(paid, second.usage) };
  } catch (error) {
    if (!(error instanceof AiFailure)) throw error;
    // An endpoint that will not take the longer request has nothing against the one that was made.
    const failure = error.kind === 'rejected' ? first.failure : error;
    throw failure.with({ usage: addUsage(paid, error === first.failure ? null : error.usage) });
  }
}

/** In one message with what was asked: some models insist on turns that alternate. */
function repairOf<T>(request: CompletionRequest<T>, { failure, text }: BrokenReply): CompletionRequest<T> {
  const quote = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).toWellFormed()} […]` : text;
  const shown = text === '' ? '' : ` This is what you replied:\n${quoteUntrusted('previous reply', quote)}`;
  const user =
    `${request.user}\n\nYou have replied to this before, and the reply could not be used. ` +
    `What was wrong with it: ${failure.message} Reply again, in full and in the form that was asked for.${shown}`;
  return { ...request, user, system: withNotice(request.system, user) };
}
