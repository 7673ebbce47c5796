import { UNTRUSTED_NOTICE } from '../../src/ai/index.js';
import {
  diffToBefore,
  findTemplate,
  listTemplates,
  restoreTemplate,
  saveTemplate,
  type Template,
  textOf,
} from '../../src/models/index.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { currentField, payload } from '../kit/payload.js';
import { tenantList } from '../kit/tenant-connection.js';
import type { Changes } from '../kit/versions.js';
import { needs } from '../permissions.js';
import { ModelTaskEnum } from './enums.js';

const PromptTemplateVersion = builder.prismaObject('PromptTemplate', {
  variant: 'PromptTemplateVersion',
  description: 'Instructions as they were saved once.',
  fields: (t) => ({
    version: t.exposeInt('version'),
    text: t.string({
      description: 'Of a version that went back to the default: the default as it is now.',
      select: { task: true, text: true },
      resolve: (row, _args, { app }) => textOf(app, row),
    }),
    isDefault: t.boolean({ select: { text: true }, resolve: ({ text }) => text === null }),
    note: t.exposeString('note', { nullable: true }),
    restoredFrom: t.exposeInt('restoredFrom', {
      nullable: true,
      description: 'The version that was gone back to; 0 for the default.',
    }),
    diff: t.string({
      description:
        'What it changed against the version before, of the first against the default as it is now; in the unified ' +
        'format of `diff -u`.',
      select: { organizationId: true, task: true, version: true, text: true },
      resolve: (row, _args, { app }) => diffToBefore(app, row),
    }),
    createdBy: t.prismaField({
      type: 'User',
      nullable: true,
      select: { createdById: true },
      resolve: (query, { createdById }, _args, { app }) =>
        app.db.user.findUnique({ ...query, where: { id: createdById } }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const PromptTemplate = builder.objectRef<Template>('PromptTemplate').implement({
  description: 'What models are told to do for one task.',
  fields: (t) => ({
    task: t.string({ description: 'As in AiRequest: "draft-answer".', resolve: ({ task }) => task.name }),
    route: t.field({
      type: ModelTaskEnum,
      description: 'Which models are asked.',
      resolve: ({ task }) => task.model,
    }),
    description: t.string({ description: 'What it does.', resolve: ({ task }) => task.description }),
    material: t.string({
      description: 'What the model is given to work on, after the instructions.',
      resolve: ({ task }) => task.material,
    }),
    text: t.exposeString('text', { description: 'In force.' }),
    defaultText: t.string({ resolve: ({ task }) => task.instructions }),
    notice: t.string({
      description:
        'What is added to whatever the text says, wherever a prompt holds what other people wrote.',
      resolve: () => UNTRUSTED_NOTICE,
    }),
    version: t.exposeInt('version', { description: 'Moves with each change; 0 before the first.' }),
    isDefault: t.exposeBoolean('isDefault', { description: 'Whether the default is in force.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', nullable: true }),
    versions: tenantList(t, {
      model: 'PromptTemplate',
      type: PromptTemplateVersion,
      description: 'The newest first.',
      where: (_context, _args, { task }) => ({ task: task.name }),
      orderBy: [{ version: 'desc' }],
    }),
  }),
});

builder.queryField('promptTemplates', (t) =>
  t.field({
    ...needs('prompts.view'),
    type: [PromptTemplate],
    description: 'What models are told to do, for each task.',
    resolve: (_root, _args, { app, actor }) => listTemplates(app, actor.organizationId),
  }),
);

builder.queryField('promptTemplate', (t) =>
  t.field({
    ...needs('prompts.view'),
    type: PromptTemplate,
    nullable: true,
    args: { task: t.arg.string({ ...names('task'), required: true }) },
    resolve: (_root, { task }, { app, actor }) => findTemplate(app, actor.organizationId, task),
  }),
);

const templatePayload = (name: string) =>
  payload(name, (t) => ({
    template: t.field({
      type: PromptTemplate,
      nullable: true,
      resolve: ({ id }, _args, { app, actor }) =>
        id === null ? null : findTemplate(app, actor.organizationId, id),
    }),
    current: currentField(t, PromptTemplate, (task, { app, actor }) =>
      findTemplate(app, actor.organizationId, task),
    ),
  }));

/** The prompt of a task; 0 before the first. */
const changes: Changes = {
  type: 'PromptTemplate',
  find: async ({ task }: { task: string }, { app, actor }) => {
    const template = await findTemplate(app, actor.organizationId, task);
    return template && { id: task, version: template.version };
  },
};

mutation('savePromptTemplate', {
  permission: 'prompts.edit',
  idempotency: 'natural',
  description:
    'Saves instructions of your own for a task as a new version. Requests to models that are made from now on say ' +
    'them, also those of runs under way; the form of the reply and what is accepted of it stay the same.',
  input: (t) => ({
    task: t.string({ ...names('task'), required: true }),
    text: t.string({ required: true, description: '1 to 20,000 characters.' }),
    note: t.string({ description: 'What was changed and why, up to 500 characters.' }),
    version: t.int({
      description: 'The version you edited, 0 before the first; a save in between is a CONFLICT.',
      deprecationReason: 'Use expectedVersion, as every change takes it.',
    }),
  }),
  payload: templatePayload('SavePromptTemplatePayload'),
  changes: { ...changes, formerly: 'version' },
  work: ({ task, text, note, expectedVersion }, { app, actor }) =>
    saveTemplate(app, actor, {
      task,
      text,
      note: note ?? null,
      expectedVersion,
    }),
});

mutation('restorePromptTemplate', {
  permission: 'prompts.edit',
  idempotency: 'natural',
  description:
    'Goes back to an earlier version, or to the default, by a new version; those between are kept.',
  input: (t) => ({
    task: t.string({ ...names('task'), required: true }),
    version: t.int({ required: true, description: '0 for the default.' }),
  }),
  payload: templatePayload('RestorePromptTemplatePayload'),
  changes,
  work: ({ task, version, expectedVersion }, { app, actor }) =>
    restoreTemplate(app, actor, { task, version, expectedVersion }),
});
