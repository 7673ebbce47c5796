import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { AiFailure } from '../../src/ai/index.js';
import { BudgetExceeded } from '../../src/models/index.js';
import { DomainError } from '../../src/platform/errors.js';
import { RunSuperseded } from '../../src/runs/index.js';
import type { FailureDetails } from '../failure-types.js';

// Statuses that speak of the account or the model, not of this one request.
const ACCOUNT_STATUSES = [401, 402, 403, 404, 429];

/** Classifies what an activity threw, once: how Temporal retries it, and what the workflow and the user are told. */
export function activityFailureOf(error: unknown, cancelled: boolean): unknown {
  if (cancelled) return new CancelledFailure('The run was cancelled.');
  if (error instanceof RunSuperseded)
    return failure(error, 'superseded', { code: 'SUPERSEDED', retry: false, userMayRetry: false });
  if (error instanceof BudgetExceeded)
    return failure(error, error.kind, { code: 'QUOTA_EXCEEDED', retry: false, affectsAll: true });
  if (error instanceof AiFailure)
    return failure(error, error.kind, {
      code: `MODEL_${error.kind.toUpperCase().replaceAll('-', '_')}`,
      retry: error.retryable,
      retryAfterMs: error.retryAfterMs,
      affectsAll: error.kind === 'rejected' && ACCOUNT_STATUSES.includes(error.status ?? 0),
    });
  if (error instanceof DomainError)
    return failure(error, error.kind, {
      code: error.kind.toUpperCase().replaceAll('-', '_'),
      retry: error.kind === 'unavailable',
      userMayRetry: !error.kind.startsWith('file-'),
    });
  return error;
}

function failure(
  error: Error,
  kind: string,
  given: {
    code: string;
    retry: boolean;
    retryAfterMs?: number | null;
    affectsAll?: boolean;
    userMayRetry?: boolean;
  },
): ApplicationFailure {
  const { code, retry, retryAfterMs, affectsAll = false, userMayRetry = true } = given;
  const details: FailureDetails = { kind, code, affectsAll, userMayRetry };
  return ApplicationFailure.create({
    message: error.message,
    type: error.name,
    nonRetryable: !retry,
    details: [details],
    ...(retryAfterMs != null && { nextRetryDelay: Math.max(retryAfterMs, 100) }),
  });
}
