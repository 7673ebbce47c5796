export { type CreateTaskInput, createTask } from './create-task.js';
export { delegateTask } from './delegate-task.js';
export { cancelTask, completeTask, decideTask } from './end-task.js';
export { openApprovals, type TaskFilter, tasksWhere } from './find-tasks.js';
export { type TaskChange, taskSubject } from './task-types.js';
