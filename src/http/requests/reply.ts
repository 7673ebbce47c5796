import type { IncomingMessage, ServerResponse } from 'node:http';
import { codeOf } from '../../../schema/errors.js';
import { Unauthenticated } from '../../identity/index.js';
import type { DomainError, DomainErrorKind } from '../../platform/errors.js';
import { requestContext } from '../../platform/observability/request-context.js';
import { GRAPHQL_PATH, resultTypeOf } from '../graphql/media-type.js';
import { RateLimited } from '../quotas/rate-limiter.js';

export function replyJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  const content = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'no-store',
  });
  res.end(content);
}

/** The HTTP status of each kind of failure, for the routes beside GraphQL. */
export function statusOf(kind: DomainErrorKind): number {
  switch (kind) {
    case 'not-found':
      return 404;
    case 'unauthenticated':
    case 'two-factor-required':
      return 401;
    case 'reauthenticate':
    case 'forbidden':
      return 403;
    case 'conflict':
      return 409;
    case 'file-too-large':
      return 413;
    case 'file-unsupported':
      return 415;
    case 'file-empty':
    case 'file-without-text':
    case 'file-encrypted':
    case 'file-corrupt':
    case 'file-infected':
    case 'invalid-input':
      return 422;
    case 'locked':
    case 'quota-exceeded':
    case 'rate-limited':
      return 429;
    case 'unavailable':
      return 503;
  }
}

/** Why a request is refused. */
interface Failure {
  code: string;
  message: string;
  path?: readonly string[] | null;
  /** What else clients may read by name. */
  more?: object;
}

/**
 * Refuses a request. The code is in `extensions`, as of every GraphQL error, whatever was asked for and whoever refuses; beside
 * GraphQL, where errors may have fields of their own, also in `code`.
 */
export function replyFailure(res: ServerResponse, status: number, failure: Failure): void {
  const { code, message, path = null, more } = failure;
  const requestId = requestContext()?.requestId;
  const extensions = { code, ...more, ...(requestId && { requestId }) };
  const isOperation = pathOf(res.req) === GRAPHQL_PATH;
  const error = isOperation ? { message, extensions } : { code, message, path, extensions };
  const type = isOperation ? resultTypeOf(res.req.headers.accept) : null;
  replyJson(res, status, { errors: [error] }, type ?? 'application/json');
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0];

export const replyError = (res: ServerResponse, error: DomainError): void =>
  replyFailure(res, statusOf(error.kind), {
    code: codeOf(error.kind),
    message: error.message,
    path: error.inputPath,
    ...(error instanceof RateLimited && { more: { retryAfter: error.retryAfter } }),
    ...(error instanceof Unauthenticated && { more: { reason: error.reason.toUpperCase() } }),
  });
