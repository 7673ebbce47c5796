import {
  addQaAnswerToLibrary,
  askQuestion,
  deleteConversation,
  rateAnswer,
  renameConversation,
} from '../../src/qa/index.js';
import { builder } from '../builder.js';
import { globalId, localId } from '../ids.js';
import { errorsField, IDEMPOTENCY_KEY, mutation, payloadRef } from '../payloads.js';

const answerPayload = (name: string) =>
  payloadRef(name).implement({
    fields: (t) => ({
      answer: t.prismaField({
        type: 'QaAnswer',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.qaAnswer.findUnique({ ...query, where: { id } }),
      }),
      errors: t.field(errorsField),
    }),
  });

const CONVERSATION_ID = ['input', 'conversationId'];
const ANSWER_ID = ['input', 'answerId'];

mutation('askQuestion', {
  permission: 'qa.ask',
  keepsKeys: true,
  description: 'Answers a question from the knowledge base. Returns when the answer is there.',
  input: builder.inputType('AskQuestionInput', {
    fields: (t) => ({
      question: t.string({ required: true, description: 'Up to 4,000 characters.' }),
      conversationId: t.id({
        description:
          'The conversation it belongs to: it may then refer to the questions before. Left out: a new one.',
      }),
      idempotencyKey: t.string({
        description:
          'The same key with the same question returns the first answer; one that failed is tried again.',
      }),
      fresh: t.boolean({
        description: 'Ask the model also where the same, or nearly the same, was answered before.',
      }),
    }),
  }),
  payload: answerPayload('AskQuestionPayload'),
  work: async ({ question, conversationId, idempotencyKey, fresh }, { app, actor }) =>
    askQuestion(app, actor, {
      question,
      conversationId:
        conversationId == null ? null : localId(conversationId, 'Conversation', CONVERSATION_ID),
      idempotencyKey: idempotencyKey ?? null,
      fresh: fresh ?? false,
    }),
});

mutation('addQaAnswerToLibrary', {
  permission: 'knowledge.edit',
  description:
    'Makes a pair of the answer library out of an answer; a second call finds the pair of the first.',
  input: builder.inputType('AddQaAnswerToLibraryInput', {
    fields: (t) => ({
      answerId: t.id({ required: true }),
      question: t.string({ description: 'In place of the question as it was looked up.' }),
      answer: t.string({
        description:
          'Markdown, in place of the answer; where none was found, what somebody who knows has written.',
      }),
      tags: t.stringList(),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  }),
  payload: answerPayload('AddQaAnswerToLibraryPayload'),
  work: async ({ answerId, question, answer, tags }, { app, actor }) =>
    addQaAnswerToLibrary(app, actor, {
      answerId: localId(answerId, 'QaAnswer', ANSWER_ID),
      question: question ?? null,
      answer: answer ?? null,
      tags: tags ?? null,
    }),
});

mutation('rateAnswer', {
  permission: 'qa.ask',
  description: 'Keeps whether an answer was helpful. It can be changed; the latest word counts.',
  input: builder.inputType('RateAnswerInput', {
    fields: (t) => ({
      answerId: t.id({ required: true }),
      helpful: t.boolean({ description: 'Null takes a rating back.' }),
      comment: t.string({ description: 'What was missing or wrong; up to 2,000 characters.' }),
    }),
  }),
  payload: answerPayload('RateAnswerPayload'),
  work: async ({ answerId, helpful, comment }, { app, actor }) =>
    rateAnswer(app, actor, {
      answerId: localId(answerId, 'QaAnswer', ANSWER_ID),
      helpful: helpful ?? null,
      comment: comment ?? null,
    }),
});

mutation('renameConversation', {
  permission: 'qa.ask',
  description: 'Gives a conversation another title.',
  input: builder.inputType('RenameConversationInput', {
    fields: (t) => ({ conversationId: t.id({ required: true }), title: t.string({ required: true }) }),
  }),
  payload: payloadRef('RenameConversationPayload').implement({
    fields: (t) => ({
      conversation: t.prismaField({
        type: 'Conversation',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.conversation.findUnique({ ...query, where: { id } }),
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: async ({ conversationId, title }, { app, actor }) =>
    renameConversation(app, actor, {
      conversationId: localId(conversationId, 'Conversation', CONVERSATION_ID),
      title,
    }),
});

mutation('deleteConversation', {
  permission: 'qa.ask',
  description:
    'Takes a conversation with its answers out of sight. What was sent to the library stays there.',
  input: builder.inputType('DeleteConversationInput', {
    fields: (t) => ({ conversationId: t.id({ required: true }) }),
  }),
  payload: payloadRef('DeleteConversationPayload').implement({
    fields: (t) => ({
      id: t.id({
        nullable: true,
        description: 'The id of what was deleted.',
        resolve: ({ id }) => id && globalId('Conversation', id),
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: async ({ conversationId }, { app, actor }) =>
    deleteConversation(app, actor, localId(conversationId, 'Conversation', CONVERSATION_ID)),
});
