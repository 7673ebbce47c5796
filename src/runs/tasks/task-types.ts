import type { Prisma } from '../../../generated/client/client.js';
import type { TaskDecision, TaskState } from '../../../generated/client/enums.js';
import type { AuditOf } from '../../audit/index.js';
import type { Subject } from '../event-types.js';

export const WITH_ASSIGNEES = {
  assignees: { select: { userId: true } },
} as const satisfies Prisma.TaskInclude;

/** Something that a person is asked for, and who. */
export type Task = Prisma.TaskGetPayload<{ include: typeof WITH_ASSIGNEES }>;

/** One committed change of a task. */
export type TaskChange =
  | { kind: 'task-created' }
  | { kind: 'task-assigned' }
  | { kind: 'task-ended'; state: Exclude<TaskState, 'OPEN'>; decision: TaskDecision | null };

declare module '../event-types.js' {
  interface OtherSubjects {
    TASK: Subject;
  }
}

declare module '../../audit/entries.js' {
  interface AuditEntries {
    task: AuditOf<
      'task',
      {
        'task.created': { title: string; kind: string; assigneeIds: string[] };
        'task.assigned': { from: string[]; to: string[] };
        'task.completed': { comment: string | null };
        'task.decided': { decision: TaskDecision; comment: string | null; selfApproved: boolean };
        'task.cancelled': { comment: string | null };
      }
    >;
  }
}

export const taskSubject: Subject = { view: 'workflows.view', node: 'Task' };
