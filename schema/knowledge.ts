import { addKnowledge, uploadKnowledge } from '../src/knowledge/index.js';
import { addAnswerToLibrary } from '../src/rfp/index.js';
import { builder } from './builder.js';
import { localId } from './ids.js';
import { KnowledgePayload } from './knowledge/payload.js';
import { IDEMPOTENCY_KEY, mutation } from './payloads.js';
import { incomingFile } from './upload-content.js';

mutation('addKnowledge', {
  permission: 'knowledge.edit',
  description: 'Adds a text to the knowledge base.',
  input: builder.inputType('AddKnowledgeInput', {
    fields: (t) => ({
      title: t.string({ required: true }),
      content: t.string({ required: true, description: 'Text or Markdown.' }),
      source: t.string({ description: 'Where it comes from; the title where left out.' }),
      tags: t.stringList(),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  }),
  payload: KnowledgePayload,
  work: (input, { app, actor }) => addKnowledge(app, actor, input),
});

mutation('addAnswerToLibrary', {
  permission: 'knowledge.edit',
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
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
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
  permission: 'knowledge.edit',
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
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  }),
  payload: KnowledgePayload,
  work: ({ file, ...details }, { app, actor }) =>
    uploadKnowledge(app, actor, { ...details, file: incomingFile(file) }),
});
