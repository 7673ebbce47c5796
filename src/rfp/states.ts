import {
  type LifeChange,
  type Position,
  type Progress,
  hasReached as reached,
  type Stopped,
  wayState,
} from '../runs/index.js';

// Pure: the life that RFP responses and proposals share.

export const WORKFLOW_KINDS = ['RFP_RESPONSE', 'QUICK_PROPOSAL'] as const;

export type WorkflowKind = (typeof WORKFLOW_KINDS)[number];

/** The way of a workflow that meets no trouble, in order. */
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
] as const;

export type StoryState = (typeof STORY)[number];

export type WorkflowState = StoryState | Stopped;

/** Every state a workflow can be in, in the order of the schema. */
export const WORKFLOW_STATES = [...STORY, 'ERROR', 'CANCELLED'] as const satisfies readonly WorkflowState[];

/** Steps as a person counts them, which are whole in READY; the label says more. */
const PROGRESS: Record<StoryState, Omit<Progress, 'label'>> = {
  CREATED: { step: 0, percent: 0 },
  ANALYZING: { step: 1, percent: 2 },
  ROUTING: { step: 2, percent: 10 },
  GENERATING: { step: 2, percent: 15, upTo: 85 },
  REVIEWING: { step: 3, percent: 85 },
  FORMATTING: { step: 3, percent: 92 },
  READY: { step: 4, percent: 100 },
  SUBMITTED: { step: 4, percent: 100 },
  CLOSED: { step: 4, percent: 100 },
};

export const PROGRESS_STEPS = 4;

const SAME_LABELS = {
  CREATED: 'Waiting to start…',
  READY: 'Ready',
  SUBMITTED: 'Submitted',
  CLOSED: 'Closed',
};

/** The states with what each is called while this kind of workflow is in it. */
export function statesCalled(
  own: Record<Exclude<StoryState, keyof typeof SAME_LABELS>, string>,
): Record<StoryState, Progress> {
  const labels: Record<StoryState, string> = { ...SAME_LABELS, ...own };
  return Object.fromEntries(
    STORY.map((state) => [state, { ...PROGRESS[state], label: labels[state] }]),
  ) as Record<StoryState, Progress>;
}

/** States in which a run is, or should be, at work. */
export const ACTIVE_STATES = [
  'CREATED',
  'ANALYZING',
  'ROUTING',
  'GENERATING',
  'REVIEWING',
  'FORMATTING',
] as const satisfies readonly StoryState[];

export const isActive = (state: WorkflowState): boolean =>
  (ACTIVE_STATES as readonly string[]).includes(state);

export type WorkflowAction = 'cancel' | 'retry' | 'regenerate' | 'edit' | 'submit' | 'close';

export const ACTIONS: Record<WorkflowAction, { in: readonly WorkflowState[]; phrase: string }> = {
  cancel: { in: ACTIVE_STATES, phrase: 'be cancelled' },
  retry: { in: ['ERROR', 'CANCELLED'], phrase: 'be retried' },
  regenerate: {
    in: ['GENERATING', 'REVIEWING', 'FORMATTING', 'READY'],
    phrase: 'have anything drafted again',
  },
  edit: {
    in: ['GENERATING', 'REVIEWING', 'FORMATTING', 'READY', 'ERROR', 'CANCELLED'],
    phrase: 'have answers edited',
  },
  submit: { in: ['READY'], phrase: 'be submitted' },
  close: { in: ['READY', 'SUBMITTED'], phrase: 'be closed' },
};

const WAY = { states: PROGRESS as Record<StoryState, Progress> };

/** Whether the workflow has come to `state`, or had come to it before it stopped. */
export const hasReached = (position: Position, state: StoryState): boolean => reached(WAY, position, state);

/** Where on its way a workflow is; one in ERROR or CANCELLED is where it stopped. */
export const storyState = (position: Position): StoryState => wayState(WAY, position);

/** What workflows of both kinds announce. */
export type WorkflowChange = LifeChange<StoryState> | { kind: 'review-completed' } | { kind: 'output-ready' };
