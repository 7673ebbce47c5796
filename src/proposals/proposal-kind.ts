import {
  type StoryState,
  statesCalled,
  type WorkflowAction,
  type WorkflowChange,
  workflowOfKind,
} from '../rfp/index.js';
import { defineKind, type Kind } from '../runs/index.js';
import { refreshOutput } from './refresh-output.js';
import { reopen } from './reopen.js';

/** What proposals announce besides what all workflows do. */
export type ProposalChange =
  | { kind: 'requirements-extracted'; totalRequirements: number }
  | { kind: 'proposal-outlined'; totalSections: number }
  | { kind: 'section-updated'; sectionId: string };

declare module '../runs/kind.js' {
  interface RunKinds {
    QUICK_PROPOSAL: Kind<StoryState, WorkflowAction, WorkflowChange | ProposalChange>;
  }
}

export const quickProposal = defineKind<StoryState, WorkflowAction, WorkflowChange | ProposalChange>({
  ...workflowOfKind('QUICK_PROPOSAL'),
  states: statesCalled({
    ANALYZING: 'Reading the requirements…',
    ROUTING: 'Outlining the proposal…',
    GENERATING: 'Drafting sections…',
    REVIEWING: 'Reviewing sections…',
    FORMATTING: 'Writing the proposal…',
  }),
  durable: { workflow: 'quickProposal', summary: 'Proposal' },
  reopenFailed: (tx, { id }) => reopen(tx, { workflowId: id, status: 'FAILED' }, null),
  refreshOutput: (app, { id, organizationId }) => refreshOutput(app, { id, organizationId }),
});
