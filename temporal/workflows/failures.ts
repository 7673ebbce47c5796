import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { FailureDetails } from '../failure-types.js';

/** What an activity's failure says about what to do next. */
export interface StepFailure {
  /** Another run has taken over, or the workflow was cancelled. */
  superseded: boolean;
  /** Every other question would fail the same way: a wrong key, an unknown model, no quota. */
  affectsAll: boolean;
  rateLimited: boolean;
  code: string;
  message: string;
  retryable: boolean;
}

/** Reads the failure of an activity; null for anything that is not one (a cancellation, a bug here). */
export function stepFailureOf(error: unknown): StepFailure | null {
  if (!(error instanceof ActivityFailure)) return null;
  const cause = error.cause;
  if (cause instanceof TimeoutFailure)
    return failure(
      'TIMED_OUT',
      'The step took too long, or the process doing it was lost again and again. Retry it.',
    );
  if (!(cause instanceof ApplicationFailure)) return null;
  const details = cause.details?.[0] as FailureDetails | undefined;
  if (!details)
    return failure('INTERNAL', 'Something went wrong in the service. Retry; if it stays, ask the operator.');
  return {
    superseded: details.kind === 'superseded',
    affectsAll: details.affectsAll,
    rateLimited: details.kind === 'rate-limited',
    code: details.code,
    message: cause.message,
    retryable: details.userMayRetry,
  };
}

const failure = (code: string, message: string): StepFailure => ({
  superseded: false,
  affectsAll: false,
  rateLimited: false,
  code,
  message,
  retryable: true,
});
