import { addKnowledge, uploadKnowledge } from '../src/knowledge/index.js';
import { addAnswerToLibrary } from '../src/rfp/index.js';
import { globalID } from './kit/global-id.js';
import { mutation } from './kit/mutation.js';
import { names } from './kit/names.js';
import { KnowledgePayload } from './knowledge/payload.js';
import { incomingFile } from './upload-content.js';

mutation('addKnowledge', {
  permission: 'knowledge.edit',
  idempotency: 'key',
  description: 'Adds a text to the knowledge base.',
  input: (t) => ({
    title: t.string({ ...names('title'), required: true }),
    content: t.string({ ...names('content'), required: true, description: 'Text or Markdown.' }),
    source: t.string({ ...names('source'), description: 'Where it comes from; the title where left out.' }),
    tags: t.stringList(names('tag')),
  }),
  payload: KnowledgePayload,
  work: (input, { app, actor }) => addKnowledge(app, actor, input),
});

mutation('addAnswerToLibrary', {
  permission: 'knowledge.edit',
  idempotency: 'key',
  description: 'Adds a question with its approved answer.',
  input: (t) => ({
    question: t.string({ ...names('question'), required: true }),
    answer: t.string({ required: true, description: 'Markdown.' }),
    source: t.string(names('source')),
    tags: t.stringList(names('tag')),
    answerId: t.id({
      ...globalID('Answer'),
      description: 'The answer of a workflow that it comes from, in these or other words.',
    }),
  }),
  payload: KnowledgePayload,
  work: ({ answerId, ...pair }, { app, actor }) =>
    addAnswerToLibrary(app, actor, { ...pair, answerId: answerId ?? null }),
});

mutation('uploadKnowledge', {
  permission: 'knowledge.edit',
  idempotency: 'key',
  description:
    'Adds a document: PDF (scans too), DOCX, DOC, XLSX, CSV, HTML, text, Markdown or an image, up to 50 MB. ' +
    'Rows of question/answer sheets become pairs. Waits some seconds for it to be READY; a long one is still ' +
    'INGESTING then: poll its `progress`, or follow `knowledgeEvents`.',
  input: (t) => ({
    file: t.field({ type: 'File', required: true }),
    tags: t.stringList(names('tag')),
    title: t.string({ ...names('title'), description: 'The name of the file where left out.' }),
    source: t.string({ ...names('source'), description: 'The name of the file where left out.' }),
  }),
  payload: KnowledgePayload,
  work: ({ file, ...details }, { app, actor }) =>
    uploadKnowledge(app, actor, { ...details, file: incomingFile(file) }),
});
