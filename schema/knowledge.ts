import {
  addAnswerToLibrary,
  addKnowledge,
  deleteKnowledge,
  uploadKnowledge,
} from '../src/knowledge/index.js';
import { builder } from './builder.js';
import { checkPage } from './connections.js';
import { globalId, inTenant, localId } from './ids.js';
import { errorsField, mutation, payloadRef } from './payloads.js';
import { incomingFile } from './upload-content.js';

builder.prismaNode('KnowledgeItem', {
  id: { field: 'id' },
  description: 'Something answers are drawn from.',
  findUnique: (id, { actor }) => ({ ...inTenant(id, actor.organizationId), deletedAt: null }),
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'document, qa_pair or text.' }),
    title: t.exposeString('title'),
    source: t.exposeString('source'),
    tags: t.exposeStringList('tags'),
    passages: t.relationCount('passages', { description: 'How many passages it was cut into.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('knowledge', (t) =>
  t.prismaConnection(
    {
      type: 'KnowledgeItem',
      cursor: 'id',
      description: 'Newest first.',
      resolve: (query, _root, args, { app, actor }) => {
        checkPage(args);
        const where = { organizationId: actor.organizationId, deletedAt: null };
        return app.db.knowledgeItem.findMany({ ...query, where, orderBy: { id: 'desc' } });
      },
    },
    { name: 'KnowledgeItemConnection' },
    { name: 'KnowledgeItemEdge' },
  ),
);

const KnowledgePayload = payloadRef('KnowledgePayload').implement({
  fields: (t) => ({
    item: t.prismaField({
      type: 'KnowledgeItem',
      nullable: true,
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.knowledgeItem.findUnique({ ...query, where: { id } }),
    }),
    errors: t.field(errorsField),
  }),
});

mutation('addKnowledge', {
  description: 'Adds a text to the knowledge base.',
  input: builder.inputType('AddKnowledgeInput', {
    fields: (t) => ({
      title: t.string({ required: true }),
      content: t.string({ required: true, description: 'Text or Markdown.' }),
      source: t.string({ description: 'Where it comes from; the title where left out.' }),
      tags: t.stringList(),
    }),
  }),
  payload: KnowledgePayload,
  work: (input, { app, actor }) => addKnowledge(app, actor, input),
});

mutation('addAnswerToLibrary', {
  description: 'Adds a question with its approved answer.',
  input: builder.inputType('AddAnswerToLibraryInput', {
    fields: (t) => ({
      question: t.string({ required: true }),
      answer: t.string({ required: true, description: 'Markdown.' }),
      source: t.string(),
      tags: t.stringList(),
    }),
  }),
  payload: KnowledgePayload,
  work: (input, { app, actor }) => addAnswerToLibrary(app, actor, input),
});

mutation('uploadKnowledge', {
  description: 'Adds a document: PDF, DOCX, DOC, text or Markdown, up to 50 MB.',
  input: builder.inputType('UploadKnowledgeInput', {
    fields: (t) => ({ file: t.field({ type: 'File', required: true }), tags: t.stringList() }),
  }),
  payload: KnowledgePayload,
  work: ({ file, tags }, { app, actor }) => uploadKnowledge(app, actor, { file: incomingFile(file), tags }),
});

mutation('deleteKnowledge', {
  description: 'Takes an item out of the knowledge base. Answers that quoted it keep their quotes.',
  input: builder.inputType('DeleteKnowledgeInput', { fields: (t) => ({ id: t.id({ required: true }) }) }),
  payload: payloadRef('DeleteKnowledgePayload').implement({
    fields: (t) => ({
      id: t.id({
        nullable: true,
        description: 'The id of what was deleted.',
        resolve: ({ id }) => id && globalId('KnowledgeItem', id),
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: async ({ id }, { app, actor }) =>
    deleteKnowledge(app, actor, localId(id, 'KnowledgeItem', ['input', 'id'])),
});
