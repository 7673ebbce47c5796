import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { App } from '../../app-types.js';
import type { Actor } from '../../identity/index.js';
import { systemSql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/errors.js';
import { networkOf } from './network.js';
import { type Decision, type Policy, Quotas, WINDOW_SECONDS } from './quota.js';

/** Limits requests twice: by the address they come from, then by who is acting. */
export interface RateLimiter {
  /** Takes one request from the quota of the address that it comes from. */
  address(address: string): Decision | Promise<Decision>;
  /** Takes points of cost from the quota of the actor. */
  actor(actor: Actor, points: number): Decision | Promise<Decision>;
}

export function createRateLimiter({ env, sql, log }: Pick<App, 'env' | 'sql' | 'log'>): RateLimiter {
  const quotas = new Quotas(systemSql(sql, 'limits'), log);
  const { requestsOfAddress, pointsOfActor } = env.quotas;
  const byAddress: Policy = { name: 'address', quota: requestsOfAddress };
  const byActor: Policy = { name: 'actor', quota: pointsOfActor };
  return {
    address: (address) => quotas.take(byAddress, networkOf(address), 1),
    actor: ({ organizationId, userId }, points) =>
      quotas.take(byActor, `${organizationId} ${userId}`, points),
  };
}

const ofAddress = new WeakMap<ServerResponse, Decision>();

/**
 * Tells the client what is left, as draft-ietf-httpapi-ratelimit-headers says, and when to come again where too
 * little is.
 */
export function tellQuota(res: ServerResponse, decision: Decision): void {
  const { policy, allowed, resetSeconds } = decision;
  if (policy.quota === 0 || res.headersSent) return;
  const before = ofAddress.get(res);
  if (policy.name === 'address') ofAddress.set(res, decision);
  const all = before && before !== decision ? [before, decision] : [decision];
  res.setHeader(
    'RateLimit-Policy',
    all.map(({ policy: of }) => `"${of.name}";q=${of.quota};w=${WINDOW_SECONDS}`).join(', '),
  );
  res.setHeader(
    'RateLimit',
    all.map((of) => `"${of.policy.name}";r=${of.remaining};t=${of.resetSeconds}`).join(', '),
  );
  if (!allowed) res.setHeader('Retry-After', String(resetSeconds));
}

const rateLimitMessage = ({ policy, resetSeconds }: Decision): string =>
  (policy.name === 'address'
    ? `Too many requests from this address: RATE_LIMIT_ADDRESS allows ${policy.quota} a minute. `
    : `You have used your budget of this minute: RATE_LIMIT_ACTOR allows ${policy.quota} points of cost. `) +
  `Try again in ${resetSeconds} s.`;

/** A request past what its address or its actor may ask for. */
export class RateLimited extends DomainError {
  /** Seconds. */
  readonly retryAfter: number;

  constructor(decision: Decision) {
    super('rate-limited', rateLimitMessage(decision));
    this.retryAfter = decision.resetSeconds;
  }
}

/** The error of an operation whose actor has too little left. */
export const rateLimited = (decision: Decision): GraphQLError =>
  new GraphQLError(rateLimitMessage(decision), {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfter: decision.resetSeconds,
      http: { status: 429, headers: { 'retry-after': String(decision.resetSeconds) } },
    },
  });
