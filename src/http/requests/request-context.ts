import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Caller, Origin } from '../../identity/index.js';
import { iterateIn } from '../../platform/concurrency/iterate-in.js';
import { inOrganization, inScope, inScopeOf, scopeOf } from '../../platform/database/scope.js';
import {
  contextOf,
  type RequestContext,
  requestContext,
  within,
} from '../../platform/observability/request-context.js';
import { clientAddress, type TrustedProxies } from '../guards/client-address.js';
import { isProxied } from '../guards/proxied.js';

export const REQUEST_ID_HEADER = 'x-request-id';

// What proxies and tracing tools make; anything else could forge lines of a log.
const SANE_ID = /^[\w.:+/=-]{1,128}$/;
const LONGEST_USER_AGENT = 300;

/** What a request says of itself. The id is the client's own (X-Request-Id), or a new one. */
export function contextOfRequest(req: IncomingMessage, trusted: TrustedProxies): RequestContext {
  const given = req.headers[REQUEST_ID_HEADER];
  return contextOf({
    requestId: typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID(),
    address: clientAddress(req, trusted),
    userAgent: req.headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null,
    proxied: isProxied(req.headers),
  });
}

/** Where a session that is begun now comes from. */
export const originOf = (headers: IncomingHttpHeaders): Origin => ({
  ipAddress: requestContext()?.address ?? null,
  userAgent: headers['user-agent']?.slice(0, 500) ?? null,
});

/** The same for one operation of a socket: each has an id of its own. */
export function contextOfOperation(req: IncomingMessage, trusted: TrustedProxies, operation: string | null) {
  return { ...contextOfRequest(req, trusted), requestId: randomUUID(), operation };
}

/** What a context says of the caller, once it is known. */
export const traceOf = ({ actor, session }: Caller): Pick<RequestContext, 'organizationId' | 'via'> => ({
  organizationId: actor?.organizationId ?? null,
  via: session ? `session ${session.id}` : null,
});

/** For the log and the audit trail of the request at hand. */
export function noteCaller(caller: Caller): void {
  const context = requestContext();
  if (context) Object.assign(context, traceOf(caller));
}

/** Does the work for the organization of a caller; outside of any for one who has none. */
export const forCaller = <T>(caller: Caller | null, work: () => PromiseLike<T> | T): Promise<T> =>
  caller?.actor ? inOrganization(caller.actor.organizationId, work) : inScope(undefined, work);

/** The same for whoever the context of an operation names at each moment: a mutation may change who that is. */
export const forCallerOf = <T>(
  context: { caller: Caller | null },
  work: () => PromiseLike<T> | T,
): Promise<T> =>
  inScopeOf(() => {
    const actor = context.caller?.actor;
    return actor ? scopeOf(actor.organizationId) : undefined;
  }, work);

/** Steps of the iteration are done in the context, whoever asks for them. */
export const iterateWithin = <T>(context: RequestContext, results: AsyncIterable<T>) =>
  iterateIn((step) => within(context, step), results);

/** Errors say in which request they came up, so that a user can report them and an operator find them. */
export const withRequestId =
  (mask: (error: unknown) => Error) =>
  (error: unknown): Error => {
    const masked = mask(error);
    const requestId = requestContext()?.requestId;
    if (!requestId || !(masked instanceof GraphQLError)) return masked;
    const { message, nodes, source, positions, path, originalError, extensions } = masked;
    return new GraphQLError(message, {
      ...{ nodes, source, positions, path, originalError },
      extensions: { ...extensions, requestId },
    });
  };
