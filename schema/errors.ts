import { GraphQLError } from 'graphql';
import { DomainError, type DomainErrorKind, StaleVersion } from '../src/platform/errors.js';
import type { Versioned } from '../src/platform/versions.js';

/** An error that the user can do something about, as data of a mutation's payload. */
export interface UserErrorShape {
  code: string;
  message: string;
  path: string[] | null;
  /** Of a CONFLICT over something that is there: the thing as it is now. */
  current: Versioned | null;
  /** Whether it is one over versions. */
  isStale: boolean;
}

/** The code of each kind of failure, for clients to switch on. Codes are never renamed. */
export function codeOf(kind: DomainErrorKind): string {
  switch (kind) {
    case 'not-found':
      return 'NOT_FOUND';
    case 'invalid-input':
      return 'INVALID_INPUT';
    case 'file-unsupported':
      return 'UNSUPPORTED_FILE';
    case 'file-empty':
      return 'EMPTY_FILE';
    case 'file-without-text':
      return 'FILE_WITHOUT_TEXT';
    case 'file-encrypted':
      return 'ENCRYPTED_FILE';
    case 'file-corrupt':
      return 'CORRUPT_FILE';
    case 'file-too-large':
      return 'FILE_TOO_LARGE';
    case 'file-infected':
      return 'INFECTED_FILE';
    case 'conflict':
      return 'CONFLICT';
    case 'unauthenticated':
      return 'UNAUTHENTICATED';
    case 'two-factor-required':
      return 'TWO_FACTOR_REQUIRED';
    case 'reauthenticate':
      return 'REAUTHENTICATE';
    case 'locked':
      return 'LOCKED';
    case 'forbidden':
      return 'FORBIDDEN';
    case 'quota-exceeded':
      return 'QUOTA_EXCEEDED';
    case 'rate-limited':
      return 'RATE_LIMITED';
    case 'unavailable':
      return 'UNAVAILABLE';
  }
}

/** @throws whatever is not a domain error: a fault, to be masked and logged */
export function userErrorOf(error: unknown): UserErrorShape {
  if (!(error instanceof DomainError)) throw error;
  const isStale = error instanceof StaleVersion;
  const current = isStale ? error.current : null;
  return { code: codeOf(error.kind), message: error.message, path: error.inputPath, current, isStale };
}

/** A top-level error, for what is not part of a payload: a malformed request, a subscription to nothing. */
export const badRequest = (message: string, code = 'BAD_USER_INPUT') =>
  new GraphQLError(message, { extensions: { code } });

/** The same for a domain error thrown in a query or subscription. */
export const graphqlErrorOf = (error: DomainError) =>
  new GraphQLError(error.message, {
    extensions: {
      code: codeOf(error.kind),
      ...(error.kind === 'unauthenticated' && { http: { status: 401 } }),
    },
  });
