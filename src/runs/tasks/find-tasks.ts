import type { Prisma } from '../../../generated/client/client.js';
import type { TaskKind, TaskState } from '../../../generated/client/enums.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';

export interface TaskFilter {
  /** Open ones, where left out. */
  states?: readonly TaskState[] | null | undefined;
  kinds?: readonly TaskKind[] | null | undefined;
  /** Of one run. */
  runId?: string | null | undefined;
  /** Of somebody else; one's own where left out. */
  assigneeId?: string | null | undefined;
  /** Those of everybody. */
  everybody?: boolean | null | undefined;
  dueBefore?: Date | null | undefined;
}

/**
 * Which tasks a list shows: one's inbox, where nothing else is asked for.
 * @throws {DomainError} forbidden where those of others are asked for by one who may not manage tasks
 */
export function tasksWhere(actor: Actor, filter: TaskFilter): Prisma.TaskWhereInput {
  const { states, kinds, runId, assigneeId, everybody, dueBefore } = filter;
  const userId = assigneeId ?? actor.userId;
  if (everybody || userId !== actor.userId) requirePermission(actor, 'tasks.manage');
  return {
    state: { in: [...(states ?? (['OPEN'] as const))] },
    ...(kinds && { kind: { in: [...kinds] } }),
    ...(runId && { runId }),
    ...(!everybody && { assignees: { some: { userId } } }),
    ...(dueBefore && { dueAt: { lt: dueBefore } }),
  };
}

/**
 * What a run still has to be approved for, by the titles of tasks: those that are open, and the last that was decided where
 * changes were asked for.
 */
export async function openApprovals(
  { task }: Pick<Tx, 'task'>,
  { id: runId, organizationId }: { id: string; organizationId: string },
): Promise<string[]> {
  const approvals = await task.findMany({
    where: { runId, organizationId, kind: 'APPROVAL', state: { not: 'CANCELLED' } },
    orderBy: [{ endedAt: 'asc' }, { id: 'asc' }],
    select: { title: true, state: true, decision: true },
  });
  const last = approvals.findLast(({ state }) => state === 'DONE');
  return approvals
    .filter((one) => one.state === 'OPEN' || (one === last && one.decision === 'CHANGES_REQUESTED'))
    .map(({ title }) => title);
}
