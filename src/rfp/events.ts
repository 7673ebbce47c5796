import type { WorkflowState } from '../../generated/client/enums.js';

/** One committed change of a workflow, as it is written. Texts are not copied into events; they are read by id. */
export type WorkflowChange =
  | { kind: 'state-changed'; from: WorkflowState; to: WorkflowState }
  | { kind: 'questions-extracted'; totalQuestions: number }
  | { kind: 'answer-updated'; answerId: string }
  | { kind: 'requirements-extracted'; totalRequirements: number }
  | { kind: 'proposal-outlined'; totalSections: number }
  | { kind: 'section-updated'; sectionId: string }
  | { kind: 'review-completed' }
  | { kind: 'output-ready' }
  | { kind: 'workflow-failed'; code: string; message: string; retryable: boolean };

/** An event as it is read: numbered without gaps within its workflow. */
export type WorkflowEvent = WorkflowChange & { workflowId: string; sequence: number; at: Date };

export interface EventRow {
  workflow_id: string;
  sequence: number;
  kind: string;
  payload: Record<string, unknown>;
  at: Date;
}

export const eventOf = (row: EventRow): WorkflowEvent =>
  ({
    ...row.payload,
    kind: row.kind,
    workflowId: row.workflow_id,
    sequence: row.sequence,
    at: row.at,
  }) as WorkflowEvent;
