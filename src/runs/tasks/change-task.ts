import type { Prisma } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { type AuditEntries, recordAudit } from '../../audit/index.js';
import { type Actor, allows } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict, DomainError, notFound } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { writeEvents } from '../write-events.js';
import { type Task, type TaskChange, WITH_ASSIGNEES } from './task-types.js';

interface Changed {
  data: Prisma.TaskUncheckedUpdateInput;
  event: TaskChange;
  audit: Pick<AuditEntries['task'], 'action' | 'details'>;
}

/**
 * The only way a task changes that somebody was asked for, and once at most where `decide` ends it. One transaction locks
 * its row, lets `decide` look and write, updates it, and records, numbers and announces the change.
 * @throws {DomainError} not-found; forbidden for one who was not asked and may not manage tasks; conflict where it has
 *   ended
 */
export function changeTask(
  app: Pick<App, 'db' | 'clock'>,
  actor: Actor,
  { taskId: id, expectedVersion }: { taskId: string; expectedVersion?: ExpectedVersion },
  decide: (tx: Tx, task: Task) => Promise<Changed>,
): Promise<string> {
  const { organizationId } = actor;
  return app.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM task WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
    const task = await tx.task.findFirst({ where: { id, organizationId }, include: WITH_ASSIGNEES });
    if (!task) throw notFound('The task');
    if (!mayEnd(actor, task))
      throw new DomainError(
        'forbidden',
        'Others were asked for this. Ask one of them, or somebody who may manage tasks.',
      );
    checkVersion('The task', task, expectedVersion);
    if (task.state !== 'OPEN') throw conflict(`The task is ${task.state} already.`);
    const { data, event, audit } = await decide(tx, task);
    await tx.task.update({ where: { id }, data: { ...data, version: task.version + 1 } });
    await recordAudit(tx, actor, { ...audit, subjectType: 'task', subjectId: id } as Parameters<
      typeof recordAudit
    >[2]);
    const changed = { id, before: task.version, changes: [event] };
    await writeEvents(tx, { organizationId, type: 'TASK' }, [changed], app.clock());
    return id;
  });
}

/** Whoever was asked does it by themselves; an API key has to be made for it. */
const mayEnd = (actor: Actor, { assignees }: Task): boolean =>
  allows(actor, 'tasks.manage') ||
  (actor.scopes === null && assignees.some(({ userId }) => userId === actor.userId));
