import type { IncomingMessage, ServerResponse } from 'node:http';
import { workflowReference } from '../../../schema/kit/workflow-reference.js';
import { type Access, checkAccess, reachingAsFar } from '../../../schema/permissions.js';
import type { App } from '../../app-types.js';
import { type Actor, type Caller, callerOfLink, SIGNED } from '../../identity/index.js';
import { DomainError } from '../../platform/errors.js';
import { requestContext } from '../../platform/observability/request-context.js';
import { limitedBody, refuseLongBody } from '../guards/limited-body.js';
import {
  allowPage,
  answerPreflight,
  isFromUntrustedOrigin,
  isOfUnknownOrigin,
  isOwnHost,
} from '../guards/origins.js';
import { secure } from '../guards/security-headers.js';
import { targetOf } from '../guards/target.js';
import { noteUntrusted, REFUSALS } from '../guards/untrusted-origins.js';
import type { Decision } from '../quotas/quota.js';
import { RateLimited, type RateLimiter, tellQuota } from '../quotas/rate-limiter.js';
import type { Authentication } from '../requests/authenticate.js';
import { replyFailure } from '../requests/reply.js';
import { forCaller, noteCaller } from '../requests/request-context.js';
import { match, methodsOf, routeFor } from './match.js';
import type { Route, RouteServices } from './route.js';

export interface Guards {
  authentication: Authentication;
  rates: RateLimiter;
}

/** Serves the routes of the table (`routes/table.ts`): all that they declare is held here, in this order. */
export function createRouter(services: RouteServices, { authentication, rates }: Guards) {
  const { app } = services;
  const { hosts, publicUrl } = app.env.http;
  const { origins } = app.env.exposure;
  const isHttps = publicUrl?.startsWith('https:') ?? false;

  const refuse = (
    req: IncomingMessage,
    res: ServerResponse,
    status: 403 | 421,
    why: keyof typeof REFUSALS,
  ): void => {
    noteUntrusted(app.log, req, why);
    replyFailure(res, status, { code: 'FORBIDDEN', message: REFUSALS[why] });
  };
  const heed = (decision: Decision, res: ServerResponse): void => {
    tellQuota(res, decision);
    if (!decision.allowed) throw new RateLimited(decision);
  };
  const callerFor = async (
    { needs, isSigned }: Route,
    req: IncomingMessage,
    target: URL,
  ): Promise<Caller | null> => {
    if (needs === 'anyone') return null;
    if (needs === 'operator') {
      if (services.isOperator(req)) return null;
      throw new DomainError('forbidden', 'Metrics are for this machine, or for who has METRICS_TOKEN.');
    }
    const link = isSigned && target.searchParams.has(SIGNED);
    const caller = await (link ? callerOfLink(app, target) : authentication.callerOf(req));
    if (link && !caller)
      throw new DomainError('forbidden', 'The link has expired, or was changed. Ask for a new one.');
    if (caller) noteCaller(caller);
    // Typed as present, as it is behind this check.
    const actor = caller?.actor as Actor;
    if (needs !== 'by operation') checkAccess({ app, actor, caller }, needs);
    return caller;
  };

  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const target = targetOf(req);
    const matched = target && match(target.pathname);
    const route = matched ? routeFor(matched, req, app) : undefined;
    secure(res, { policy: route?.contentSecurityPolicy, isHttps });
    allowPage(req, res, origins);
    if (matched?.routes[0]?.isCounted ?? true) {
      const taken = rates.address(requestContext()!.address!);
      heed(taken instanceof Promise ? await taken : taken, res);
      if (!target) return replyFailure(res, 400, MALFORMED);
      // Counted first: each leaves a line in the log.
      if (!isOwnHost(req.headers.host, hosts)) return refuse(req, res, 421, 'host');
    }
    const isTrustedOnly = (route?.origins ?? (isRead(req) ? 'any' : 'trusted')) === 'trusted';
    if (isTrustedOnly && isFromUntrustedOrigin(req.headers, origins)) return refuse(req, res, 403, 'origin');
    if (req.method === 'OPTIONS' && matched) return answerPreflight(req, res, methodsOf(matched));
    if (isTrustedOnly && isOfUnknownOrigin(req)) return refuse(req, res, 403, 'unknown');
    if (!matched) return replyFailure(res, 404, nothingAt(target!.pathname));
    if (!route) {
      const allow = methodsOf(matched).join(', ');
      res.setHeader('allow', allow);
      return replyFailure(res, 405, notAllowed(target!.pathname, allow));
    }

    const caller = await callerFor(route, req, target!);
    const actor = caller?.actor ?? null;
    const { cost, bodyBytes = app.env.limits.bytes, query = [], form = [] } = route;
    if (actor && typeof cost === 'number') heed(await rates.actor(actor, cost), res);
    const mostBytes = bodyBytes === 'by operation' ? Number.POSITIVE_INFINITY : bodyBytes;
    refuseLongBody(req, res, mostBytes);
    const work = async () =>
      route.handle({
        ...services,
        ...{ req, res, caller, form },
        // As the route's own access says.
        actor: actor as Actor,
        path: await withReference(app, actor, matched.parameters),
        get query() {
          return new URLSearchParams([...target!.searchParams].filter(([name]) => query.includes(name)));
        },
        body: () => limitedBody(req, mostBytes),
      });
    return forCaller(caller, () => reachingAsFar(accessOf(route), work));
  };
}

/** A workflow is named by its readable id, or by its global one. */
async function withReference(
  app: App,
  actor: Actor | null,
  parameters: Record<string, string>,
): Promise<Record<string, string>> {
  const { workflowId } = parameters;
  if (workflowId === undefined || !actor) return parameters;
  return { ...parameters, workflowId: await workflowReference({ app, actor }, workflowId) };
}

const accessOf = ({ needs }: Route): Access | null =>
  needs === 'operator' || needs === 'by operation' ? null : needs;

const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD';

const nothingAt = (pathname: string) => ({
  code: 'NOT_FOUND',
  message: `There is nothing at ${pathname}. The API is at /graphql.`,
});

const notAllowed = (pathname: string, allow: string) => ({
  code: 'METHOD_NOT_ALLOWED',
  message: `${pathname} takes ${allow}.`,
});

const MALFORMED = {
  code: 'BAD_REQUEST',
  message: 'The address of the request, or its Host header, is malformed.',
};
