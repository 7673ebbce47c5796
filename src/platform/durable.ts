/** One run of a workflow, as the durable engine knows it. It carries ids only; the data is in PostgreSQL. */
export interface Run {
  organizationId: string;
  /** UUID of the run's row. */
  workflowId: string;
  /** Of the registry in `src/app.ts`. */
  kind: string;
  /** The readable id, which is the id of the durable workflow as well. */
  reference: string;
  /** Which run of this workflow it is; an older one may commit nothing more. */
  attempt: number;
  /** What it is about, for people; empty where that is not to be told. */
  clientName: string;
}

/**
 * The port to the durable engine (Temporal). The state in PostgreSQL is the truth and is committed first;
 * these calls make the engine act on it, and each may be repeated without harm.
 */
export interface Durable {
  /** Starts the run; with `replace` a run of an earlier attempt that still lingers is ended first. */
  start(run: Run, options?: { replace?: boolean }): Promise<void>;
  /** Tells the run that there is new work (an edited answer, a section to draft again); starts it where none is running. */
  wake(run: Run): Promise<void>;
  /** Asks the run to stop; its activities are told to abort. No error where none is running. */
  stop(reference: string): Promise<void>;
  /** @throws where the engine cannot be reached */
  ping(): Promise<void>;
  /** The page of the run in the engine's own UI, where there is one. */
  uiUrl(reference: string): string | null;
}
