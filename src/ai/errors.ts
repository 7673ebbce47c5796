import type { Usage } from './ai.js';

/**
 * What class of failure this is; retries follow the class.
 *
 * | kind | what happened | retryable |
 * |---|---|---|
 * | rate-limited | asked too often; `retryAfterMs` says when to come back, where the provider does | yes |
 * | unavailable | the provider did not answer: network, time limit, overload, fault | yes |
 * | malformed | it answered, but not with what was asked for | yes |
 * | rejected | it will not take this request: key, model, quota, size, form | no |
 * | refused | the model or its content filter declined to answer | no |
 * | aborted | our side ended the request | no |
 */
export type AiFailureKind = 'rate-limited' | 'unavailable' | 'rejected' | 'malformed' | 'refused' | 'aborted';

const retryableKinds: Record<AiFailureKind, boolean> = {
  'rate-limited': true,
  unavailable: true,
  malformed: true,
  rejected: false,
  refused: false,
  aborted: false,
};

export interface AiFailureDetails {
  /** How long the provider asks to wait, in milliseconds, 0 or more. Null where it does not say. */
  retryAfterMs?: number | null;
  /** HTTP status of the provider's answer. Null where there was none. */
  status?: number | null;
  /** The provider's name for the request, to quote in a support case. */
  requestId?: string | null;
  /** What the failed attempt cost all the same. Null where the provider did not count. */
  usage?: Usage | null;
}

/**
 * A model could not do what it was asked. Classified once, at the door; everything behind it looks at `kind`.
 *
 * The message is a full sentence for the user and holds no key material. There is no `cause` on purpose: the
 * client library's errors carry headers and bodies in which providers echo keys and prompts.
 */
export class AiFailure extends Error {
  override readonly name = 'AiFailure';
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly usage: Usage | null;

  constructor(
    readonly kind: AiFailureKind,
    message: string,
    details: AiFailureDetails = {},
  ) {
    super(message);
    this.retryable = retryableKinds[kind];
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.status = details.status ?? null;
    this.requestId = details.requestId ?? null;
    this.usage = details.usage ?? null;
  }

  /** The same failure with more known of it. */
  with(details: AiFailureDetails): AiFailure {
    const { kind, message, retryAfterMs, status, requestId, usage } = this;
    return new AiFailure(kind, message, { retryAfterMs, status, requestId, usage, ...details });
  }
}

/** The reply of a model cannot be used; for `Task.accept`. `why` completes "The model's reply …". */
export const malformed = (why: string, details?: AiFailureDetails) =>
  new AiFailure('malformed', `The model's reply ${why}`, details);

/** A schema that strict structured outputs cannot express. A programming error, found by the first test. */
export class UnsupportedSchemaError extends Error {
  override readonly name = 'UnsupportedSchemaError';
}
