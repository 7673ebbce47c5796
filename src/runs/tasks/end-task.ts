import type { TaskDecision, TaskState } from '../../../generated/client/enums.js';
import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict, DomainError, invalidInput } from '../../platform/errors.js';
import { textInput } from '../../platform/text/text-input.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { changeTask } from './change-task.js';
import type { Task } from './task-types.js';

interface Ending {
  taskId: string;
  comment?: string | null | undefined;
  expectedVersion?: ExpectedVersion;
}

/**
 * Says that what was asked for is done. A review or an approval is decided instead.
 * @returns its id
 * @throws {DomainError} as `changeTask`; conflict for one that wants a decision; invalid-input
 */
export async function completeTask(app: App, actor: Actor, { comment, ...which }: Ending): Promise<string> {
  requirePermission(actor, 'workflows.view');
  const said = commentOf(comment);
  return changeTask(app, actor, which, async (_tx, { kind }) => {
    if (kind !== 'TODO') throw conflict(`This task is ${nameOf(kind)}. Decide it with decideTask.`);
    return ended(app, actor, 'DONE', null, said, { action: 'task.completed', details: { comment: said } });
  });
}

/**
 * Decides a review or an approval. Changes are asked for with a comment that says which.
 * @returns its id
 * @throws {DomainError} as `changeTask`; conflict for one that wants no decision; invalid-input
 */
export async function decideTask(
  app: App,
  actor: Actor,
  { decision, comment, ...which }: Ending & { decision: TaskDecision },
): Promise<string> {
  requirePermission(actor, 'workflows.view');
  const said = commentOf(comment);
  if (decision === 'CHANGES_REQUESTED' && !said)
    throw invalidInput('Say in the comment what should change.', ['input', 'comment']);
  return changeTask(app, actor, which, async (tx, { kind, createdById }) => {
    if (kind === 'TODO') throw conflict('This task wants no decision. Complete it with completeTask.');
    const selfApproved = kind === 'APPROVAL' && decision === 'APPROVED' && createdById === actor.userId;
    if (selfApproved) await refuseUnlessAlone(tx, actor);
    const audit = { action: 'task.decided', details: { decision, comment: said, selfApproved } } as const;
    return ended(app, actor, 'DONE', decision, said, audit);
  });
}

/**
 * Takes back what was asked for.
 * @returns its id
 * @throws {DomainError} as `changeTask`; invalid-input
 */
export async function cancelTask(app: App, actor: Actor, { comment, ...which }: Ending): Promise<string> {
  requirePermission(actor, 'tasks.manage');
  const said = commentOf(comment);
  return changeTask(app, actor, which, async () =>
    ended(app, actor, 'CANCELLED', null, said, { action: 'task.cancelled', details: { comment: said } }),
  );
}

/** @throws {DomainError} forbidden where there is somebody else who can approve what one has asked to be approved */
async function refuseUnlessAlone(tx: Tx, { organizationId }: Actor): Promise<void> {
  const members = await tx.membership.count({ where: { organizationId, disabledAt: null, removedAt: null } });
  if (members > 1)
    throw new DomainError(
      'forbidden',
      'You have asked for this approval yourself. Somebody else has to give it.',
    );
}

const commentOf = (comment: string | null | undefined) =>
  comment?.trim() ? textInput(comment, 'The comment', ['input', 'comment'], { max: 10_000 }) : null;

const nameOf = (kind: Task['kind']) => (kind === 'REVIEW' ? 'a review' : 'an approval');

const ended = <Audit>(
  { clock }: Pick<App, 'clock'>,
  { userId }: Actor,
  state: Exclude<TaskState, 'OPEN'>,
  decision: TaskDecision | null,
  comment: string | null,
  audit: Audit,
) => ({
  data: { state, decision, comment, endedById: userId, endedAt: clock() },
  event: { kind: 'task-ended', state, decision } as const,
  audit,
});
