import type { ExecutionResult } from 'graphql';
import type { Actor } from '../../../identity/index.js';
import { rateLimited } from '../../quotas/rate-limiter.js';
import type { OperationLimiter } from './limit-cost.js';

/** Takes the cost of one event from the actor's budget; nothing to wait for where there is enough of it at hand. */
export type Charge = () => undefined | Promise<void>;

/**
 * How each event of a subscription is paid for.
 * @param actor null for nobody, whom no event reaches
 * @throws {GraphQLError} RATE_LIMITED where the actor has too little left
 */
export const chargingFor =
  ({ rates }: OperationLimiter, actor: Actor | null, points: number): Charge =>
  () => {
    if (!actor) return undefined;
    const taken = rates.actor(actor, points);
    if (taken instanceof Promise)
      return taken.then((decision) => {
        if (!decision.allowed) throw rateLimited(decision);
      });
    if (!taken.allowed) throw rateLimited(taken);
    return undefined;
  };

/** The same events, as long as each is paid for. */
export function chargedEvents(
  results: AsyncIterable<ExecutionResult>,
  charge: Charge,
): AsyncIterableIterator<ExecutionResult> {
  const iterator = results[Symbol.asyncIterator]();
  let isOver = false;
  const end = async () => {
    isOver = true;
    await iterator.return?.();
    return { done: true as const, value: undefined };
  };
  return {
    async next() {
      if (isOver) return { done: true, value: undefined };
      const step = await iterator.next();
      if (step.done) return step;
      try {
        await charge();
      } catch (error) {
        await end();
        throw error;
      }
      return step;
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
