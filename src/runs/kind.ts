import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import type { Change as AnyChange, Subject } from './event-types.js';
import type { RunRow, Stopped } from './run-types.js';

declare module '../app-types.js' {
  interface App {
    /** What the kinds of runs do differently. */
    kinds: Kinds;
  }
}

/** How a state shows: in steps as a person counts them, and by the percentage of a bar. */
export interface Progress {
  step: number;
  label: string;
  percent: number;
  /** Where the bar moves on to within the state, as its work is done; left out where it stands still. */
  upTo?: number;
}

/**
 * What differs between kinds of runs, in one place. All else is the same for all: how a run is locked, numbered,
 * announced, started, retried, swept.
 */
export interface Kind<
  State extends string = string,
  Action extends string = string,
  Change extends AnyChange = AnyChange,
> extends Subject {
  /** The way of a run that meets no trouble: its states in order. The first is that of a run nobody has begun. */
  states: Record<State, Progress>;
  /** States in which a run is, or should be, at work. */
  active: readonly State[];
  /** A state in which the work is whole but may be brought up to date; a failure there does not stop the run. */
  settled: State;
  /** What may be done with a run by hand, in which states, and how a refusal says it: "be cancelled". */
  actions: Record<Action, { in: readonly (State | Stopped)[]; phrase: string }>;
  /** The workflow code that carries it out, and what the engine's UI calls it. */
  durable: { workflow: string; summary: string };
  /**
   * Tells of changes where they are those of something else, which has the run's id and the events; left out where the
   * run has events of its own. Called last in the transaction of the changes.
   */
  announce?(tx: Tx, run: RunRow, changes: readonly Change[], at: Date): Promise<void>;
  /** What each of the runs is about, for people: the client's name. */
  titles?(app: App, ids: readonly string[]): Promise<Map<string, string>>;
  /** Runs that are not active, and yet have something to bring up to date since `quiet`; their ids. */
  behind?(app: App, quiet: Date): Promise<string[]>;
  /**
   * Has what failed done again, with the run's row locked.
   * @returns the events that announce it; none where nothing had failed
   */
  reopenFailed?(tx: Tx, run: RunRow): Promise<Change[]>;
  /** Brings the file for download up to date, where it can be behind what it shows. */
  refreshOutput?(app: App, run: RunRow): Promise<void>;
}

/** Says of what type the parts of a kind are, and checks them against one another. */
export const defineKind = <State extends string, Action extends string, Change extends AnyChange>(
  kind: Kind<State, Action, Change>,
): Kind<State, Action, Change> => kind;

/**
 * Every kind of run by its name. Each domain adds its own with `declare module`, so that the ground floor knows none of
 * them and yet a kind that `src/app.ts` forgot does not compile.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the domains fill it in
export interface RunKinds {}

export type KindName = keyof RunKinds & string;

export type Kinds = Record<KindName, Kind>;
