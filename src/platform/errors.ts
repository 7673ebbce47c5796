/**
 * What can go wrong in a use case, in the words of the domain. These errors know no transport:
 * `schema/errors.ts` and `src/http` turn them into codes and statuses.
 *
 * A message says what was wrong and what to do about it; it is shown to users as it is.
 */
export type DomainErrorKind =
  | 'not-found'
  | 'invalid-input'
  | 'file-unsupported'
  | 'file-empty'
  | 'file-without-text'
  | 'file-encrypted'
  | 'file-corrupt'
  | 'file-too-large'
  | 'file-infected'
  | 'conflict'
  | 'unauthenticated'
  | 'two-factor-required'
  | 'reauthenticate'
  | 'locked'
  | 'forbidden'
  | 'quota-exceeded'
  | 'rate-limited'
  | 'unavailable';

export class DomainError extends Error {
  override readonly name = 'DomainError';

  /**
   * @param kind what class of failure this is
   * @param message a full sentence for the user: what was wrong, what to do
   * @param inputPath the input field at fault, outermost first, where there is one. Not called `path`: GraphQL takes an error
   *   that has one for located, and passes it on without its place in the operation
   */
  constructor(
    readonly kind: DomainErrorKind,
    message: string,
    readonly inputPath: string[] | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The same error of an input field, where it does not say of which it is. */
  at(inputPath: string[]): DomainError {
    return this.inputPath ? this : new DomainError(this.kind, this.message, inputPath, { cause: this.cause });
  }
}

/** A conflict over something that has versions: it was changed since the version that was edited. */
export class StaleVersion extends DomainError {
  /**
   * @param current the thing as it is now
   */
  constructor(
    message: string,
    readonly current: { id: string; version: number },
  ) {
    super('conflict', message);
  }
}

export const notFound = (what: string) => new DomainError('not-found', `${what} was not found.`);
export const invalidInput = (message: string, path: string[]) =>
  new DomainError('invalid-input', message, path);
export const conflict = (message: string) => new DomainError('conflict', message);
export const unavailable = (message: string, cause?: unknown) =>
  new DomainError('unavailable', message, null, { cause });
