import type { WorkflowState } from '../../generated/client/enums.js';

// Pure: the life of a workflow, as data and as functions from values to decisions.

/** The way of a run that meets no trouble. */
export const STORY = [
  'CREATED',
  'ANALYZING',
  'ROUTING',
  'GENERATING',
  'REVIEWING',
  'FORMATTING',
  'READY',
  'SUBMITTED',
  'CLOSED',
] as const satisfies readonly WorkflowState[];

export type StoryState = (typeof STORY)[number];

/** Steps as a person counts them; ROUTING and GENERATING etc. are explained by the label. */
const PROGRESS: Record<StoryState, { step: number; label: string; from: number; to: number }> = {
  CREATED: { step: 0, label: 'Waiting to start…', from: 0, to: 2 },
  ANALYZING: { step: 1, label: 'Analyzing the document…', from: 2, to: 10 },
  ROUTING: { step: 2, label: 'Routing questions…', from: 10, to: 15 },
  GENERATING: { step: 3, label: 'Generating answers…', from: 15, to: 85 },
  REVIEWING: { step: 4, label: 'Reviewing answers…', from: 85, to: 92 },
  FORMATTING: { step: 4, label: 'Writing the response document…', from: 92, to: 100 },
  READY: { step: 4, label: 'Ready', from: 100, to: 100 },
  SUBMITTED: { step: 4, label: 'Submitted', from: 100, to: 100 },
  CLOSED: { step: 4, label: 'Closed', from: 100, to: 100 },
};

export const PROGRESS_STEPS = 4;

interface Position {
  state: WorkflowState;
  resumeState: WorkflowState | null;
}

/** Where in the story a workflow is; one in ERROR or CANCELLED is where it stopped. */
export function storyState({ state, resumeState }: Position): StoryState {
  if (state === 'ERROR' || state === 'CANCELLED')
    return storyState({ state: resumeState ?? 'CREATED', resumeState: null });
  return state;
}

/** Whether the workflow has come to `state`, or had come to it before it stopped. */
export const hasReached = (position: Position, state: StoryState): boolean =>
  STORY.indexOf(storyState(position)) >= STORY.indexOf(state);

/** States in which a run is, or should be, at work. */
export const ACTIVE_STATES = [
  'CREATED',
  'ANALYZING',
  'ROUTING',
  'GENERATING',
  'REVIEWING',
  'FORMATTING',
] as const;

export const isActive = (state: WorkflowState): boolean =>
  (ACTIVE_STATES as readonly string[]).includes(state);

/**
 * How far a workflow is, for a progress bar.
 * @param answered share of the questions that have an answer, 0 to 1
 * @returns step 0 to 4; percent 0 to 100
 */
export function progressOf(
  position: Position,
  answered: number,
): { step: number; label: string; percent: number } {
  const { step, label, from, to } = PROGRESS[storyState(position)];
  const percent = storyState(position) === 'GENERATING' ? from + (to - from) * answered : from;
  if (position.state === 'ERROR') return { step, label: 'Stopped by an error', percent };
  if (position.state === 'CANCELLED') return { step, label: 'Cancelled', percent };
  return { step, label, percent };
}

export type WorkflowAction = 'cancel' | 'retry' | 'regenerate' | 'edit' | 'submit' | 'close';

const ALLOWED: Record<WorkflowAction, readonly WorkflowState[]> = {
  cancel: ACTIVE_STATES,
  retry: ['ERROR', 'CANCELLED'],
  regenerate: ['GENERATING', 'REVIEWING', 'FORMATTING', 'READY'],
  edit: ['GENERATING', 'REVIEWING', 'FORMATTING', 'READY', 'ERROR', 'CANCELLED'],
  submit: ['READY'],
  close: ['READY', 'SUBMITTED'],
};

const PHRASES: Record<WorkflowAction, string> = {
  cancel: 'be cancelled',
  retry: 'be retried',
  regenerate: 'have answers regenerated',
  edit: 'have answers edited',
  submit: 'be submitted',
  close: 'be closed',
};

/** Why `action` is not allowed in `state`, as a sentence for the user; null where it is allowed. */
export function refusalOf(action: WorkflowAction, state: WorkflowState): string | null {
  const allowed = ALLOWED[action];
  if (allowed.includes(state)) return null;
  return `A workflow in state ${state} cannot ${PHRASES[action]}; that is possible in ${allowed.join(', ')}.`;
}
