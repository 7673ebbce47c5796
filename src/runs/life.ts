import type { Kind } from './kind.js';
import type { Position, RunFailure, RunRow, Stopped } from './run-types.js';

// Pure: the life of a run, as functions of its kind and from values to decisions.

const STOPPED: Record<Stopped, string> = { ERROR: 'Stopped by an error', CANCELLED: 'Cancelled' };

const isStopped = (state: string): state is Stopped => state in STOPPED;

const orderOf = <State extends string>({ states }: Pick<Kind<State>, 'states'>) =>
  Object.keys(states) as State[];

/** Where on its way a run is; one in ERROR or CANCELLED is where it stopped. */
export function wayState<State extends string>(
  kind: Pick<Kind<State>, 'states'>,
  { state, resumeState }: Position,
): State {
  return (isStopped(state) ? (resumeState ?? orderOf(kind)[0]) : state) as State;
}

/** Whether the run has come to `state`, or had come to it before it stopped. */
export function hasReached<State extends string>(
  kind: Pick<Kind<State>, 'states'>,
  position: Position,
  state: State,
): boolean {
  const order = orderOf(kind);
  return order.indexOf(wayState(kind, position)) >= order.indexOf(state);
}

/** Whether a run in this state is, or should be, at work. */
export const isActive = ({ active }: Pick<Kind, 'active'>, state: string): boolean => active.includes(state);

/**
 * How far a run is, for a progress bar.
 * @param share of what its state has to do that is done, 0 to 1
 * @returns percent 0 to 100
 */
export function progressOf(
  kind: Pick<Kind, 'states'>,
  position: Position,
  share: number,
): { step: number; label: string; percent: number } {
  const { step, label, percent, upTo = percent } = kind.states[wayState(kind, position)]!;
  const { state } = position;
  return {
    step,
    label: isStopped(state) ? STOPPED[state] : label,
    percent: percent + (upTo - percent) * Math.min(1, share),
  };
}

/** Why the run stopped in ERROR; null in any other state. */
export const failureOf = (
  run: Pick<RunRow, 'state' | 'failureCode' | 'failureMessage' | 'failureAt' | 'failureRetryable'>,
): (RunFailure & { at: Date }) | null =>
  run.state === 'ERROR'
    ? {
        code: run.failureCode ?? 'INTERNAL',
        message: run.failureMessage ?? '',
        at: run.failureAt ?? new Date(0),
        retryable: run.failureRetryable ?? true,
      }
    : null;

/** Why `action` is not allowed in `state`, as a sentence for the user; null where it is allowed. */
export function refusalOf<Action extends string>(
  { actions }: Pick<Kind<string, Action>, 'actions'>,
  action: Action,
  state: string,
): string | null {
  const { in: allowed, phrase } = actions[action];
  if (allowed.includes(state)) return null;
  return `A workflow in state ${state} cannot ${phrase}; that is possible in ${allowed.join(', ')}.`;
}
