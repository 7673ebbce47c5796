import { type AnswerSentence, sentencesOfAnswer } from '../../src/grounding/index.js';
import { regenerateAnswer, updateAnswer } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { entityPayload } from '../kit/payload.js';
import { tenantNode } from '../kit/tenant-node.js';
import { row, VERSION } from '../kit/versions.js';
import { AiRequest, requestOf } from '../models/requests.js';
import { Source } from '../source.js';
import { AnswerStatusEnum } from './enums.js';

/** For the answers of an RFP as for those to questions. */
export const Sentence = builder.objectRef<AnswerSentence>('AnswerSentence').implement({
  description: 'A sentence, list item or table row of an answer, with what stands behind it.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'Offset in the Markdown of the answer, in UTF-16 units.' }),
    end: t.exposeInt('end'),
    supported: t.exposeBoolean('supported', {
      nullable: true,
      description:
        'Whether a quote that it cites holds its words, numbers and names, and does not deny it. ' +
        'Null where it claims nothing: a heading, "as follows:".',
    }),
    sources: t.exposeIntList('sources', { description: 'Numbers of the sources that it cites, from 1.' }),
    support: t.exposeFloat('support', {
      description: '0 to 1: the share of its words that the quotes hold.',
    }),
    byPerson: t.exposeBoolean('byPerson', { description: 'Whether a person wrote or changed it.' }),
  }),
});

export const Answer = builder.prismaNode('Answer', {
  ...tenantNode('workflows.view', { subject: 'answer' }),
  description: 'The answer to a question: drafted by the engine, edited and approved by people.',
  select: { id: true },
  fields: (t) => ({
    question: t.relation('question', { description: 'What it answers.' }),
    workflow: t.relation('workflow', { description: 'The response that it is a part of.' }),
    text: t.exposeString('text', { description: 'Markdown.' }),
    version: t.exposeInt('revision', { description: VERSION }),
    choice: t.exposeString('choice', {
      nullable: true,
      description: 'One of the options of its question, to the letter; null where nothing is chosen yet.',
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What goes into the form’s cell for comments. Null: beside a choice the text goes there.',
    }),
    sources: t.field({
      type: [Source],
      select: { sources: { orderBy: { position: 'asc' } } },
      resolve: ({ sources }) => sources,
    }),
    confidence: t.exposeFloat('confidence', { description: '0 to 1.' }),
    status: t.expose('status', { type: AnswerStatusEnum }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    updatedBy: t.relation('updatedBy', { nullable: true, description: 'Null when drafted by the engine.' }),
    approvedBy: t.relation('approvedBy', { nullable: true, description: 'Set while it is APPROVED.' }),
    approvedAt: t.expose('approvedAt', { type: 'DateTime', nullable: true }),
    sentences: t.field({
      type: [Sentence],
      description: 'What stands behind each sentence of the text, in order.',
      select: {
        text: true,
        sentences: true,
        sources: { select: { text: true }, orderBy: { position: 'asc' } },
      },
      resolve: sentencesOfAnswer,
    }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it could not be drafted.' }),
    aiRequest: t.prismaField({
      type: AiRequest,
      nullable: true,
      description: 'The request whose reply it was drafted from; null where no model was asked.',
      select: { aiRequestId: true, organizationId: true },
      resolve: (query, answer, _args, { app }) => requestOf(app, query, answer),
    }),
  }),
});

export const AnswerPayload = entityPayload('AnswerPayload', {
  field: 'answer',
  model: 'Answer',
  more: (t) => ({
    workflow: t.prismaField({
      type: 'Workflow',
      nullable: true,
      description: 'The response that the answer is a part of, as it is after the change.',
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.workflow.findFirst({ ...query, where: { answers: { some: { id } } } }),
    }),
  }),
});

mutation('updateAnswer', {
  permission: 'answers.edit',
  idempotency: 'natural',
  description: 'Edits or approves an answer; the response document follows.',
  input: (t) => ({
    answerId: t.id({ ...globalID('Answer'), required: true }),
    text: t.string({ description: 'New text in Markdown. Left out: the text stays.' }),
    approve: t.boolean({ description: 'True approves; false takes an approval back.' }),
    choice: t.string({
      description: 'One of the options of the question; null takes it away. Left out: it stays.',
    }),
    comment: t.string({
      description: 'For the form’s cell for comments; null takes it away. Left out: it stays.',
    }),
  }),
  payload: AnswerPayload,
  changes: row('Answer', 'answerId'),
  work: async ({ answerId, text, approve, choice, comment, expectedVersion }, { app, actor }) =>
    updateAnswer(app, actor, {
      answerId,
      text: text ?? null,
      approve: approve ?? null,
      choice,
      comment,
      expectedVersion,
    }),
});

mutation('regenerateAnswer', {
  permission: 'answers.edit',
  idempotency: 'key',
  description: 'Sends an answer back to be drafted again; the old text stays until the new one is there.',
  input: (t) => ({
    answerId: t.id({ ...globalID('Answer'), required: true }),
    guidance: t.string({ description: 'What should be different, in your words.' }),
  }),
  payload: AnswerPayload,
  changes: row('Answer', 'answerId'),
  work: async ({ answerId, guidance, expectedVersion }, { app, actor }) =>
    regenerateAnswer(app, actor, {
      answerId,
      guidance: guidance ?? null,
      expectedVersion,
    }),
});
