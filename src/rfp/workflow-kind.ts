import type { App } from '../app-types.js';
import type { Kind } from '../runs/index.js';
import { ACTIONS, ACTIVE_STATES, type StoryState, type WorkflowAction, type WorkflowKind } from './states.js';

type Shared = Pick<
  Kind<StoryState, WorkflowAction>,
  'active' | 'settled' | 'actions' | 'view' | 'node' | 'titles' | 'behind'
>;

/** What RFP responses and proposals have in common as kinds of runs. */
export const workflowOfKind = (kind: WorkflowKind): Shared => ({
  active: ACTIVE_STATES,
  settled: 'READY',
  actions: ACTIONS,
  view: 'workflows.view',
  node: 'Workflow',
  async titles({ db }, ids) {
    const rows = await db.workflow.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, clientName: true },
    });
    return new Map(rows.map(({ id, clientName }) => [id, clientName]));
  },
  behind: (app, quiet) => behind(app, kind, quiet),
});

const AT_MOST = 200;

/** Those whose document is behind their answers. */
async function behind(app: Pick<App, 'sql'>, kind: WorkflowKind, quiet: Date): Promise<string[]> {
  const rows = await app.sql.query<{ id: string }>(
    `SELECT run.id FROM run JOIN workflow ON workflow.id = run.id JOIN output ON output.workflow_id = run.id
     WHERE run.kind = $1 AND run.state = 'READY' AND run.updated_at < $2
       AND output.answers_revision <> workflow.answers_revision
     ORDER BY run.updated_at LIMIT ${AT_MOST}`,
    [kind, quiet],
  );
  return rows.map(({ id }) => id);
}
