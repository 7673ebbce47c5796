import { addKnowledge, type Hit, searchKnowledge, uploadKnowledge } from '../src/knowledge/index.js';
import { addAnswerToLibrary } from '../src/rfp/index.js';
import { builder } from './builder.js';
import { checkPage } from './connections.js';
import { badRequest } from './errors.js';
import { localId } from './ids.js';
import { KnowledgePayload } from './knowledge/payload.js';
import { mutation } from './payloads.js';
import { SourceMetadata } from './source-metadata.js';
import { incomingFile } from './upload-content.js';

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
  description:
    'Adds a document: PDF (scans too), DOCX, DOC, XLSX, CSV, HTML, text, Markdown or an image, up to 50 MB. ' +
    'Rows of question/answer sheets become pairs. Waits some seconds for it to be READY; a long one is still ' +
    'INGESTING then: poll its `progress`, or follow `knowledgeEvents`.',
  input: builder.inputType('UploadKnowledgeInput', {
    fields: (t) => ({
      file: t.field({ type: 'File', required: true }),
      tags: t.stringList(),
      title: t.string({ description: 'The name of the file where left out.' }),
      source: t.string({ description: 'The name of the file where left out.' }),
    }),
  }),
  payload: KnowledgePayload,
  work: ({ file, ...details }, { app, actor }) =>
    uploadKnowledge(app, actor, { ...details, file: incomingFile(file) }),
});
