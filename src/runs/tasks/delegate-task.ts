import type { App } from '../../app-types.js';
import { type Actor, allows, requirePermission } from '../../identity/index.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { assigneesOf } from './assignees.js';
import { changeTask } from './change-task.js';

/**
 * Hands a task on: whoever may manage tasks names all who are asked from now on, others put somebody in their own place.
 * @returns its id
 * @throws {DomainError} as `changeTask`; invalid-input where somebody is no active member
 */
export async function delegateTask(
  app: App,
  actor: Actor,
  input: { taskId: string; assigneeIds: readonly string[]; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'workflows.view');
  return changeTask(app, actor, input, async (tx, { assignees }) => {
    const from = assignees.map(({ userId }) => userId);
    const named = await assigneesOf(tx, actor, input.assigneeIds);
    const others = from.filter((userId) => userId !== actor.userId);
    const to = allows(actor, 'tasks.manage') ? named : [...new Set([...others, ...named])];
    const { organizationId } = actor;
    return {
      data: {
        assignees: { deleteMany: {}, create: to.map((userId) => ({ userId, organizationId })) },
      },
      event: { kind: 'task-assigned' },
      audit: { action: 'task.assigned', details: { from, to } },
    };
  });
}
