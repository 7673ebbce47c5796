import {
  cancelTask,
  completeTask,
  createTask,
  decideTask,
  delegateTask,
  type Event,
  type KindName,
  subjectOf,
  type TaskChange,
  tasksWhere,
} from '../src/runs/index.js';
import { builder } from './builder.js';
import { EventRef, nameEvents } from './events.js';
import { globalId } from './ids.js';
import { globalID } from './kit/global-id.js';
import { mutation } from './kit/mutation.js';
import { entityPayload } from './kit/payload.js';
import { tenantConnection } from './kit/tenant-connection.js';
import { tenantField, tenantNode } from './kit/tenant-node.js';
import { row, VERSION } from './kit/versions.js';

const TaskKind = builder.enumType('TaskKind', {
  description: 'What a person is asked for.',
  values: {
    REVIEW: { description: 'To look at it, and say whether it is right or what should change.' },
    APPROVAL: { description: 'To approve it; it cannot be submitted before.' },
    TODO: { description: 'Anything else.' },
  },
});

const TaskState = builder.enumType('TaskState', {
  description: 'Whether it is still to be done.',
  values: { OPEN: {}, DONE: {}, CANCELLED: { description: 'It was taken back.' } },
});

const TaskDecision = builder.enumType('TaskDecision', {
  description: 'What a review or an approval came to.',
  values: { APPROVED: {}, CHANGES_REQUESTED: { description: '`comment` says which.' } },
});

const TaskAssignee = builder.prismaObject('TaskAssignee', {
  description: 'Somebody who is asked.',
  fields: (t) => ({ user: t.relation('user') }),
});

builder.prismaNode('Task', {
  ...tenantNode('workflows.view', { subject: 'task' }),
  description:
    'Something that people are asked to do about a run. It ends once, by whoever of them is first.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TaskKind }),
    title: t.exposeString('title'),
    version: t.exposeInt('version', { description: VERSION }),
    note: t.exposeString('note', { nullable: true, description: 'What is asked for, at length.' }),
    state: t.expose('state', { type: TaskState }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true }),
    overdue: t.boolean({
      description: 'Whether it is still open past `dueAt`.',
      resolve: ({ state, dueAt }, _args, { app }) =>
        state === 'OPEN' && dueAt !== null && dueAt < app.clock(),
    }),
    assignees: t.relation('assignees', {
      type: TaskAssignee,
      description: 'Who is asked.',
      query: { orderBy: { userId: 'asc' } },
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'What it is about, such as a Workflow.',
      select: { run: { select: { id: true, kind: true } } },
      // The same as the query of that name finds.
      resolve: ({ run }, _args, context, info) => {
        const { node } = info.schema.getQueryType()!.getFields();
        const id = globalId(subjectOf(context.app, run.kind as KindName).node, run.id);
        return node!.resolve!({}, { id }, context, info) as object;
      },
    }),
    decision: t.expose('decision', {
      type: TaskDecision,
      nullable: true,
      description: 'Of a review or an approval that is DONE.',
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What whoever ended it had to say.',
    }),
    createdBy: t.relation('createdBy', { description: 'Who asked.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    endedBy: t.relation('endedBy', { nullable: true }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
  }),
});

const Filter = builder.inputType('TaskFilter', {
  description: 'What is left out does not restrict, but for `states` and whose tasks they are.',
  fields: (t) => ({
    states: t.field({ type: [TaskState], description: 'Left out: OPEN.' }),
    kinds: t.field({ type: [TaskKind] }),
    runId: t.id({ ...globalID('Workflow'), description: 'The `id` of a workflow.' }),
    assigneeId: t.id({
      ...globalID('User'),
      description: 'Left out: you. Those of others are for people who may manage tasks.',
    }),
    everybody: t.boolean({ description: 'True: whoever is asked; for people who may manage tasks.' }),
    dueBefore: t.field({ type: 'DateTime' }),
  }),
});

tenantConnection('tasks', {
  permission: 'workflows.view',
  model: 'Task',
  description: 'The inbox: what you are asked for and is not done yet, what is due first at the top.',
  args: (t) => ({ filter: t.field({ type: Filter }) }),
  where: ({ actor }, { filter }) => tasksWhere(actor, filter ?? {}),
  orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
});

tenantField('task', { permission: 'workflows.view', model: 'Task' });

const TaskPayload = entityPayload('TaskPayload', { field: 'task', model: 'Task' });

const changes = row('Task', 'taskId');

const taskId = { ...globalID('Task'), required: true } as const;

mutation('createTask', {
  permission: 'tasks.manage',
  idempotency: 'key',
  description:
    'Asks people for something about a workflow: it stands in their inbox until one of them has done it.',
  input: (t) => ({
    runId: t.id({ ...globalID('Workflow'), required: true, description: 'The `id` of a workflow.' }),
    kind: t.field({ type: TaskKind, required: true }),
    title: t.string({ required: true }),
    note: t.string({ description: 'What is asked for, at length.' }),
    assigneeIds: t.idList({
      ...globalID('User'),
      required: true,
      description: 'The `id`s of 1 to 50 members.',
    }),
    dueAt: t.field({ type: 'DateTime' }),
  }),
  payload: TaskPayload,
  work: (input, { app, actor }) => createTask(app, actor, input),
});

mutation('delegateTask', {
  permission: 'workflows.view',
  idempotency: 'natural',
  description:
    'Hands a task on: who may manage tasks names all who are asked from now on, others put somebody in their own place.',
  input: (t) => ({
    taskId: t.id(taskId),
    assigneeIds: t.idList({
      ...globalID('User'),
      required: true,
      description: 'The `id`s of 1 to 50 members.',
    }),
  }),
  payload: TaskPayload,
  changes,
  work: (input, { app, actor }) => delegateTask(app, actor, input),
});

mutation('completeTask', {
  permission: 'workflows.view',
  idempotency: 'natural',
  description: 'Says that a TODO is done; for whoever is asked, or may manage tasks.',
  input: (t) => ({ taskId: t.id(taskId), comment: t.string() }),
  payload: TaskPayload,
  changes,
  work: (input, { app, actor }) => completeTask(app, actor, input),
});

mutation('decideTask', {
  permission: 'workflows.view',
  idempotency: 'natural',
  description:
    'Decides a REVIEW or an APPROVAL; for whoever is asked, or may manage tasks. Nobody approves what they have asked to be approved themselves, but where they are the only member.',
  input: (t) => ({
    taskId: t.id(taskId),
    decision: t.field({ type: TaskDecision, required: true }),
    comment: t.string({ description: 'What should change, where changes are requested.' }),
  }),
  payload: TaskPayload,
  changes,
  work: (input, { app, actor }) => decideTask(app, actor, input),
});

mutation('cancelTask', {
  permission: 'tasks.manage',
  idempotency: 'natural',
  description: 'Takes back what people were asked for.',
  input: (t) => ({ taskId: t.id(taskId), comment: t.string() }),
  payload: TaskPayload,
  changes,
  work: (input, { app, actor }) => cancelTask(app, actor, input),
});

type Of<Kind extends TaskChange['kind']> = Event & Extract<TaskChange, { kind: Kind }>;

nameEvents('Task', {
  'task-created': 'TaskCreated',
  'task-assigned': 'TaskAssigned',
  'task-ended': 'TaskEnded',
} satisfies Record<TaskChange['kind'], string>);

builder.objectType(builder.objectRef<Of<'task-created'>>('TaskCreated'), {
  description: 'People are asked for something.',
  interfaces: [EventRef],
});

builder.objectType(builder.objectRef<Of<'task-assigned'>>('TaskAssigned'), {
  description: 'Others are asked from now on.',
  interfaces: [EventRef],
});

builder.objectType(builder.objectRef<Of<'task-ended'>>('TaskEnded'), {
  description: 'It was done, or taken back.',
  interfaces: [EventRef],
  fields: (t) => ({
    state: t.expose('state', { type: TaskState }),
    decision: t.expose('decision', { type: TaskDecision, nullable: true }),
  }),
});
