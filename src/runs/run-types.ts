import type { Run as RunRow } from '../../generated/client/client.js';

export type { RunRow };

/** States that runs of every kind may be in besides those of their way. */
export type Stopped = 'ERROR' | 'CANCELLED';

/** Changes that runs of every kind announce. */
export type LifeChange<State extends string> =
  | { kind: 'state-changed'; from: State | Stopped; to: State | Stopped }
  | ({ kind: 'workflow-failed' } & RunFailure);

export interface RunFailure {
  code: string;
  /** A sentence for the user: what went wrong, what to do. */
  message: string;
  /** Whether trying again may help. */
  retryable: boolean;
}

/** Where in its life a run is. */
export interface Position {
  state: string;
  resumeState: string | null;
}
