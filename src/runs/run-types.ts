import type { Run as RunRow } from '../../generated/client/client.js';

export type { RunRow };

/** States that runs of every kind may be in besides those of their way. */
export type Stopped = 'ERROR' | 'CANCELLED';

/** One committed change of a run, as it is written. Texts are not copied into events; they are read by id. */
export interface RunChange {
  kind: string;
}

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

/** A change of a run as it is read: numbered without gaps within the run. */
export interface RunEvent extends RunChange {
  runId: string;
  sequence: number;
  at: Date;
}
