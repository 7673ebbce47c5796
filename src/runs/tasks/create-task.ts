import type { TaskKind } from '../../../generated/client/enums.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput, textInput } from '../../platform/text/text-input.js';
import { writeEvents } from '../write-events.js';
import { assigneesOf } from './assignees.js';

export interface CreateTaskInput {
  runId: string;
  kind: TaskKind;
  title: string;
  note?: string | null | undefined;
  assigneeIds: readonly string[];
  dueAt?: Date | null | undefined;
}

/**
 * Asks people for something about a run: it stands in the inbox of each until one of them has done it.
 * @returns its id
 * @throws {DomainError} not-found for another organization's run; invalid-input
 */
export async function createTask(app: App, actor: Actor, input: CreateTaskInput): Promise<string> {
  requirePermission(actor, 'tasks.manage');
  const { organizationId, userId } = actor;
  const { kind, dueAt = null, runId } = input;
  const title = lineInput(input.title, 'The title', ['input', 'title']);
  const note = input.note?.trim()
    ? textInput(input.note, 'The note', ['input', 'note'], { max: 10_000 })
    : null;
  const at = app.clock();
  return app.db.$transaction(async (tx) => {
    const run = await tx.run.findFirst({ where: { id: runId, organizationId }, select: { id: true } });
    if (!run) throw notFound('The run');
    const assigneeIds = await assigneesOf(tx, actor, input.assigneeIds);
    const id = newId();
    await tx.task.create({
      data: {
        ...{ id, organizationId, runId, kind, title, note, dueAt, createdById: userId, createdAt: at },
        assignees: { create: assigneeIds.map((assignee) => ({ userId: assignee, organizationId })) },
      },
    });
    await recordAudit(tx, actor, {
      action: 'task.created',
      subjectType: 'task',
      subjectId: id,
      details: { title, kind, assigneeIds },
    });
    const created = { id, before: 0, changes: [{ kind: 'task-created' }] };
    await writeEvents(tx, { organizationId, type: 'TASK' }, [created], at);
    return id;
  });
}
