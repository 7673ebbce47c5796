import { DomainError, invalidInput } from '../platform/errors.js';

interface LibraryError extends Error {
  status: string;
  body?: { code?: string; message?: string };
}

const isOfLibrary = (error: unknown): error is LibraryError =>
  error instanceof Error && error.name === 'APIError' && 'status' in error;

const WRONG = 'The e-mail address or the password is wrong.';

/** What the library refuses, in our words; everything else stays what it is. */
export function domainErrorOf(error: unknown): unknown {
  if (!isOfLibrary(error)) return error;
  switch (error.body?.code) {
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'INVALID_PASSWORD':
    case 'CREDENTIAL_ACCOUNT_NOT_FOUND':
      return new DomainError('unauthenticated', WRONG);
    case 'EMAIL_NOT_VERIFIED':
      return new DomainError(
        'forbidden',
        'The e-mail address is not verified yet. Open the link that was sent to it, or ask for another.',
      );
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return invalidInput('This e-mail address cannot be used. Sign in, or use another.', ['input', 'email']);
    case 'INVALID_TOKEN':
    case 'TOKEN_EXPIRED':
      return invalidInput('The token is wrong, used, or expired. Ask for a new one.', ['input', 'token']);
    default:
      return error.status === 'INTERNAL_SERVER_ERROR'
        ? error
        : invalidInput(error.body?.message ?? error.message, ['input']);
  }
}

/** Runs calls of the library. */
export async function asDomain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw domainErrorOf(error);
  }
}
