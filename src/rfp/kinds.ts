import type { Workflow, WorkflowKind } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import type { WorkflowChange } from './events.js';

/** What differs between the kinds of work that share the life of a workflow. */
export interface KindOfWork {
  /**
   * Has what failed drafted again, with the workflow's row locked.
   * @returns the events that announce it; none where nothing had failed
   */
  reopenFailed(tx: Tx, workflow: Workflow): Promise<WorkflowChange[]>;
  /** Brings the file for download up to date, where it can be behind what it shows. */
  refreshOutput(app: App, workflow: Workflow): Promise<void>;
}

/** Every kind of work; one that somebody forgot does not compile. */
export type KindsOfWork = Record<WorkflowKind, KindOfWork>;

export const rfpWork: KindOfWork = {
  async reopenFailed(tx, { id }) {
    const failed = await tx.answer.updateManyAndReturn({
      where: { workflowId: id, status: 'FAILED' },
      data: { status: 'PENDING', failure: null, revision: { increment: 1 } },
      select: { id: true },
    });
    return failed.map((answer) => ({ kind: 'answer-updated', answerId: answer.id }));
  },
  // The run writes the response anew after each edit.
  refreshOutput: async () => {},
};
