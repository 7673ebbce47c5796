import {
  addKnowledge,
  deleteKnowledge,
  type Hit,
  searchKnowledge,
  uploadKnowledge,
} from '../src/knowledge/index.js';
import { addAnswerToLibrary } from '../src/rfp/index.js';
import { builder } from './builder.js';
import { checkPage } from './connections.js';
import { badRequest } from './errors.js';
import { globalId, inTenant, localId } from './ids.js';
import { errorsField, mutation, payloadRef } from './payloads.js';
import { SourceMetadata } from './source-metadata.js';
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

const KnowledgeHit = builder.objectRef<Hit>('KnowledgeHit').implement({
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'The passage, verbatim; of a question/answer pair, the answer.',
    }),
    score: t.exposeFloat('score', { description: '0 to 1.' }),
    metadata: t.field({ type: SourceMetadata, resolve: (hit) => ({ ...hit, knowledgeId: hit.itemId }) }),
  }),
});

builder.queryField('knowledgeSearch', (t) =>
  t.field({
    type: [KnowledgeHit],
    args: {
      query: t.arg.string({ required: true }),
      first: t.arg.int({ defaultValue: 5 }),
    },
    resolve: (_root, { query, first }, { app, actor }) => {
      checkPage({ first });
      if (query.length > 10_000) throw badRequest('The query is longer than 10,000 characters.');
      return searchKnowledge(app, { organizationId: actor.organizationId, query, first: first ?? 5 });
    },
  }),
);

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
      answerId: t.id({
        description: 'The answer of a workflow that it comes from, in these or other words.',
      }),
    }),
  }),
  payload: KnowledgePayload,
  work: ({ answerId, ...pair }, { app, actor }) =>
    addAnswerToLibrary(app, actor, {
      ...pair,
      answerId: answerId == null ? null : localId(answerId, 'Answer', ['input', 'answerId']),
    }),
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
