import type { ServerResponse } from 'node:http';
import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../../../schema/context.js';
import type { Actor } from '../../../identity/index.js';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { type RateLimiter, rateLimited, tellQuota } from '../../quotas/rate-limiter.js';
import { chargedEvents, chargingFor } from './charge-events.js';
import { costOf, eventCostOf } from './cost.js';
import { limitError } from './limit-error.js';

/** What clients are told of an operation's cost, under `extensions.cost`. */
export interface CostReport {
  /** Points that the operation was counted for. */
  requested: number;
  /** The most points that one operation may have. */
  limit: number;
  /** Points that the actor has left in this minute, and the seconds until he has all again; absent without a quota. */
  remaining?: number;
  resetSeconds?: number;
}

/** Set by who has counted an operation already, so that nothing is counted twice. */
export interface Counted {
  costIsCounted?: boolean;
}

/** What became of an operation that asked to be let in. */
export interface Admission {
  report: CostReport;
  /** Why it is not. */
  error: GraphQLError | null;
}

/**
 * Decides by its cost whether an operation is executed, and takes the cost from the actor's budget.
 * @param actor null for nobody, who has the quota of the address alone
 */
export async function admit(
  { rates, limits }: OperationLimiter,
  actor: Actor | null,
  requested: number,
  res?: ServerResponse,
): Promise<Admission> {
  const report = { requested, limit: limits.cost };
  if (requested > limits.cost)
    return {
      report,
      error: limitError('cost', limits.cost, requested, 'Ask for shorter pages, or in several operations.'),
    };
  if (!actor) return { report, error: null };
  const taken = rates.actor(actor, Math.max(1, requested));
  const decision = taken instanceof Promise ? await taken : taken;
  if (res) tellQuota(res, decision);
  const { policy, allowed, remaining, resetSeconds } = decision;
  return {
    report: policy.quota === 0 ? report : { ...report, remaining, resetSeconds },
    error: allowed ? null : rateLimited(decision),
  };
}

/** What operations are let in by. */
export interface OperationLimiter {
  rates: RateLimiter;
  limits: OperationLimits;
}

/** Lets in operations that nobody has counted yet, and reports the cost of each. */
export function limitCost(limiter: OperationLimiter): Plugin {
  const admission = (args: ExecutionArgs): Promise<Admission> | null => {
    const operation = getOperationAST(args.document, args.operationName);
    const context = args.contextValue as Context & Counted & { res?: ServerResponse };
    if (!operation || context.costIsCounted) return null;
    const cost = costOf(args.schema, args.document, operation, args.variableValues ?? {});
    return admit(limiter, context.actor, cost, context.res);
  };
  return {
    onExecute: async ({ args, setResultAndStopExecution }) => {
      const admitted = await admission(args as ExecutionArgs);
      if (!admitted) return;
      const { error, report } = admitted;
      if (error) return setResultAndStopExecution({ errors: [error] });
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!(Symbol.asyncIterator in result)) setResult(withCost(result, report));
        },
      };
    },
    onSubscribe: async ({ args, setResultAndStopExecution }) => {
      const error = (await admission(args as ExecutionArgs))?.error;
      if (error) return setResultAndStopExecution({ errors: [error] });
      const { schema, document, operationName, variableValues, contextValue } = args as ExecutionArgs;
      const operation = getOperationAST(document, operationName);
      const { actor } = contextValue as Context;
      if (!operation) return;
      const charge = chargingFor(
        limiter,
        actor,
        eventCostOf(schema, document, operation, variableValues ?? {}),
      );
      return {
        onSubscribeResult: ({ result, setResult }) => {
          if (Symbol.asyncIterator in result) setResult(chargedEvents(result, charge));
        },
      };
    },
  };
}

export const withCost = (result: ExecutionResult, cost: CostReport): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, cost },
});

/** The same for a result that is JSON already, and has no extensions. */
export const contentWithCost = (content: string, cost: CostReport): string =>
  `${content.slice(0, -1)},"extensions":${JSON.stringify({ cost })}}`;
