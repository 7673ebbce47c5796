import { defineKind, type Kind } from '../runs/index.js';
import { type StoryState, statesCalled, type WorkflowAction, type WorkflowChange } from './states.js';
import { workflowOfKind } from './workflow-kind.js';

/** What RFP responses announce besides. */
export type RfpChange =
  | { kind: 'questions-extracted'; totalQuestions: number }
  | { kind: 'answer-updated'; answerId: string }
  | { kind: 'mapping-changed'; status: 'PROPOSED' | 'CONFIRMED'; version: number };

declare module '../runs/kind.js' {
  interface RunKinds {
    RFP_RESPONSE: Kind<StoryState, WorkflowAction, WorkflowChange | RfpChange>;
  }
}

export const rfpResponse = defineKind<StoryState, WorkflowAction, WorkflowChange | RfpChange>({
  ...workflowOfKind('RFP_RESPONSE'),
  states: statesCalled({
    ANALYZING: 'Analyzing the document…',
    ROUTING: 'Routing questions…',
    GENERATING: 'Generating answers…',
    REVIEWING: 'Reviewing answers…',
    FORMATTING: 'Writing the response document…',
  }),
  durable: { workflow: 'rfpResponse', summary: 'RFP response' },
  async reopenFailed(tx, { id }) {
    const failed = await tx.answer.updateManyAndReturn({
      where: { workflowId: id, status: 'FAILED' },
      data: { status: 'PENDING', failure: null, revision: { increment: 1 } },
      select: { id: true },
    });
    return failed.map((answer) => ({ kind: 'answer-updated', answerId: answer.id }));
  },
});
