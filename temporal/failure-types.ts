/** What travels with a failure, for the workflow to decide by. */
export interface FailureDetails {
  kind: string;
  code: string;
  /** Every other question would fail the same way. */
  affectsAll: boolean;
  /** Whether a person's retry may help, after setting right what the message says. */
  userMayRetry: boolean;
}
