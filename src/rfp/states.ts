import type { WorkflowKind, WorkflowState } from '../../generated/client/enums.js';

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
const PROGRESS: Record<StoryState, { step: number; from: number; to: number }> = {
  CREATED: { step: 0, from: 0, to: 2 },
  ANALYZING: { step: 1, from: 2, to: 10 },
  ROUTING: { step: 2, from: 10, to: 15 },
  GENERATING: { step: 3, from: 15, to: 85 },
  REVIEWING: { step: 4, from: 85, to: 92 },
  FORMATTING: { step: 4, from: 92, to: 100 },
  READY: { step: 4, from: 100, to: 100 },
  SUBMITTED: { step: 4, from: 100, to: 100 },
  CLOSED: { step: 4, from: 100, to: 100 },
};

const ENDED = { READY: 'Ready', SUBMITTED: 'Submitted', CLOSED: 'Closed' };
const LABELS: Record<WorkflowKind, Record<StoryState, string>> = {
  RFP_RESPONSE: {
    CREATED: 'Waiting to start…',
    ANALYZING: 'Analyzing the document…',
    ROUTING: 'Routing questions…',
    GENERATING: 'Generating answers…',
    REVIEWING: 'Reviewing answers…',
    FORMATTING: 'Writing the response document…',
    ...ENDED,
  },
  QUICK_PROPOSAL: {
    CREATED: 'Waiting to start…',
    ANALYZING: 'Reading the requirements…',
    ROUTING: 'Outlining the proposal…',
    GENERATING: 'Drafting sections…',
    REVIEWING: 'Reviewing sections…',
    FORMATTING: 'Writing the proposal…',
    ...ENDED,
  },
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
 * @param answered share of the questions that have an answer, or of the sections that are drafted, 0 to 1
 * @returns step 0 to 4; percent 0 to 100
 */
export function progressOf(
  position: Position & { kind: WorkflowKind },
  answered: number,
): { step: number; label: string; percent: number } {
  const state = storyState(position);
  const { step, from, to } = PROGRESS[state];
  const label = LABELS[position.kind][state];
  const percent = state === 'GENERATING' ? from + (to - from) * answered : from;
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
  regenerate: 'have anything drafted again',
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
