import { GraphQLError } from 'graphql';
import { Unauthenticated } from '../src/identity/index.js';
import { DomainError, type DomainErrorKind, StaleVersion } from '../src/platform/errors.js';
import type { Versioned } from '../src/platform/versions.js';

/** An error that the user can do something about, as data of a mutation's payload. */
export interface UserErrorShape {
  code: ErrorCode;
  message: string;
  path: string[] | null;
  /** Of a CONFLICT over something that is there: the thing as it is now. */
  current: Versioned | null;
  /** Whether it is one over versions. */
  isStale: boolean;
}

/** The code of each kind of failure, for clients to switch on, and what it means. Codes are never renamed. */
const CODES = {
  'not-found': ['NOT_FOUND', 'There is no such thing, or it is not yours to see.'],
  'invalid-input': ['INVALID_INPUT', 'The input at `path` is not as it has to be.'],
  'file-unsupported': ['UNSUPPORTED_FILE', 'The file is of a kind that is not read here.'],
  'file-empty': ['EMPTY_FILE', 'The file is empty.'],
  'file-without-text': ['FILE_WITHOUT_TEXT', 'No text was found in the file.'],
  'file-encrypted': ['ENCRYPTED_FILE', 'The file is protected by a password, or by rights management.'],
  'file-corrupt': ['CORRUPT_FILE', 'The file is damaged.'],
  'file-too-large': ['FILE_TOO_LARGE', 'The file has too many bytes, pages, pixels, cells or letters.'],
  'file-infected': ['INFECTED_FILE', 'The virus scanner found something in the file.'],
  conflict: ['CONFLICT', 'Things have changed meanwhile, or stand against it: ask for them anew.'],
  unauthenticated: ['UNAUTHENTICATED', 'Nobody is signed in, or the password is wrong.'],
  'two-factor-required': ['TWO_FACTOR_REQUIRED', 'A second factor is needed: a code, or one to be set up.'],
  reauthenticate: ['REAUTHENTICATE', 'The sign-in is long ago: call reauthenticate, then this again.'],
  locked: ['LOCKED', 'Too many attempts: wait.'],
  forbidden: ['FORBIDDEN', 'Whoever asks may not do this.'],
  'quota-exceeded': ['QUOTA_EXCEEDED', 'What the organization may use is used up.'],
  'rate-limited': ['RATE_LIMITED', 'Too much was asked in a short time: wait.'],
  unavailable: ['UNAVAILABLE', 'Something that is needed is away just now: try again.'],
} as const satisfies Record<DomainErrorKind, readonly [code: string, meaning: string]>;

export type ErrorCode = (typeof CODES)[DomainErrorKind][0];

/** Each code with what it means. */
export const ERROR_CODES = Object.fromEntries(Object.values(CODES)) as Record<ErrorCode, string>;

export const codeOf = (kind: DomainErrorKind): ErrorCode => CODES[kind][0];

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
      ...(error instanceof Unauthenticated && { reason: error.reason.toUpperCase() }),
    },
  });
