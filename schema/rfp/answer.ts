import { type AnswerSentence, sentencesOfAnswer } from '../../src/grounding/index.js';
import { regenerateAnswer, updateAnswer } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { inTenant, localId } from '../ids.js';
import { AiRequest, requestOf } from '../models/requests.js';
import { errorsField, IDEMPOTENCY_KEY, mutation, payloadRef } from '../payloads.js';
import { needs } from '../permissions.js';
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
  ...needs('workflows.view'),
  id: { field: 'id' },
  description: 'The answer to a question: drafted by the engine, edited and approved by people.',
  findUnique: (id, { actor }) => inTenant(id, actor.organizationId),
  select: { id: true },
  fields: (t) => ({
    question: t.relation('question'),
    text: t.exposeString('text', { description: 'Markdown.' }),
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

const AnswerPayload = payloadRef('AnswerPayload').implement({
  fields: (t) => ({
    answer: t.prismaField({
      type: 'Answer',
      nullable: true,
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.answer.findUnique({ ...query, where: { id } }),
    }),
    errors: t.field(errorsField),
  }),
});

const UpdateAnswerInput = builder.inputType('UpdateAnswerInput', {
  fields: (t) => ({
    answerId: t.id({ required: true }),
    text: t.string({ description: 'New text in Markdown. Left out: the text stays.' }),
    approve: t.boolean({ description: 'True approves; false takes an approval back.' }),
  }),
});

mutation('updateAnswer', {
  permission: 'answers.edit',
  description: 'Edits or approves an answer; the response document follows.',
  input: UpdateAnswerInput,
  payload: AnswerPayload,
  work: async ({ answerId, text, approve }, { app, actor }) =>
    updateAnswer(app, actor, {
      answerId: localId(answerId, 'Answer', ['input', 'answerId']),
      text: text ?? null,
      approve: approve ?? null,
    }),
});

const RegenerateAnswerInput = builder.inputType('RegenerateAnswerInput', {
  fields: (t) => ({
    answerId: t.id({ required: true }),
    guidance: t.string({ description: 'What should be different, in your words.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

mutation('regenerateAnswer', {
  permission: 'answers.edit',
  description: 'Sends an answer back to be drafted again; the old text stays until the new one is there.',
  input: RegenerateAnswerInput,
  payload: AnswerPayload,
  work: async ({ answerId, guidance }, { app, actor }) =>
    regenerateAnswer(app, actor, {
      answerId: localId(answerId, 'Answer', ['input', 'answerId']),
      guidance: guidance ?? null,
    }),
});
