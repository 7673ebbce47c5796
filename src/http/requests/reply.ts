import type { ServerResponse } from 'node:http';
import { codeOf } from '../../../schema/errors.js';
import type { DomainError, DomainErrorKind } from '../../platform/errors.js';

export function replyJson(res: ServerResponse, status: number, body: unknown): void {
  const content = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
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

export const replyError = (res: ServerResponse, error: DomainError): void =>
  replyJson(res, statusOf(error.kind), {
    errors: [{ code: codeOf(error.kind), message: error.message, path: error.inputPath }],
  });
