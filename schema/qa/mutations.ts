import {
  addQaAnswerToLibrary,
  askQuestion,
  deleteConversation,
  rateAnswer,
  renameConversation,
  startAnswer,
} from '../../src/qa/index.js';
import { globalID } from '../kit/global-id.js';
import { type InputFields, mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { deletedPayload, entityPayload } from '../kit/payload.js';
import { row } from '../kit/versions.js';

const answerPayload = (name: string) =>
  entityPayload(name, {
    field: 'answer',
    model: 'QaAnswer',
    more: (t) => ({
      conversation: t.prismaField({
        type: 'Conversation',
        nullable: true,
        description: 'The conversation that the answer is a part of, as it is after the change.',
        resolve: (query, { id }, _args, { app }) =>
          id === null
            ? null
            : app.db.conversation.findFirst({ ...query, where: { answers: { some: { id } } } }),
      }),
    }),
  });

const questionFields = (t: InputFields) => ({
  question: t.string({ ...names('asked'), required: true, description: 'Up to 4,000 characters.' }),
  conversationId: t.id({
    ...globalID('Conversation'),
    description:
      'The conversation it belongs to: it may then refer to the questions before. Left out: a new one.',
  }),
  fresh: t.boolean({
    description: 'Ask the model also where the same, or nearly the same, was answered before.',
  }),
});

interface QuestionGiven {
  question: string;
  conversationId?: string | null | undefined;
  fresh?: boolean | null | undefined;
  idempotencyKey?: string | null | undefined;
}

const asked = ({ question, conversationId, idempotencyKey, fresh }: QuestionGiven) => ({
  question,
  conversationId: conversationId ?? null,
  idempotencyKey: idempotencyKey ?? null,
  fresh: fresh ?? false,
});

mutation('askQuestion', {
  permission: 'qa.ask',
  idempotency: 'passed-on',
  description: 'Answers a question from the knowledge base. Returns when the answer is there.',
  input: questionFields,
  payload: answerPayload('AskQuestionPayload'),
  work: (input, { app, actor }) => askQuestion(app, actor, asked(input)),
});

mutation('startAnswer', {
  permission: 'qa.ask',
  idempotency: 'passed-on',
  description:
    'Asks a question, and returns at once: follow the answer with answerStream by its `id`, as often as connections are ' +
    'cut. It is written to its end where nobody follows, and stopped where all have left who did.',
  input: questionFields,
  payload: answerPayload('StartAnswerPayload'),
  work: (input, { app, actor }) => startAnswer(app, actor, asked(input)),
});

mutation('addQaAnswerToLibrary', {
  permission: 'knowledge.edit',
  idempotency: 'key',
  description:
    'Makes a pair of the answer library out of an answer; a second call finds the pair of the first.',
  input: (t) => ({
    answerId: t.id({ ...globalID('QaAnswer'), required: true }),
    question: t.string({ description: 'In place of the question as it was looked up.' }),
    answer: t.string({
      description:
        'Markdown, in place of the answer; where none was found, what somebody who knows has written.',
    }),
    tags: t.stringList(names('tag')),
  }),
  payload: answerPayload('AddQaAnswerToLibraryPayload'),
  work: async ({ answerId, question, answer, tags }, { app, actor }) =>
    addQaAnswerToLibrary(app, actor, {
      answerId,
      question: question ?? null,
      answer: answer ?? null,
      tags: tags ?? null,
    }),
});

mutation('rateAnswer', {
  permission: 'qa.ask',
  idempotency: 'natural',
  description: 'Keeps whether an answer was helpful. It can be changed; the latest word counts.',
  input: (t) => ({
    answerId: t.id({ ...globalID('QaAnswer'), required: true }),
    helpful: t.boolean({ description: 'Null takes a rating back.' }),
    comment: t.string({ description: 'What was missing or wrong; up to 2,000 characters.' }),
  }),
  payload: answerPayload('RateAnswerPayload'),
  changes: row('QaAnswer', 'answerId'),
  work: async ({ answerId, helpful, comment, expectedVersion }, { app, actor }) =>
    rateAnswer(app, actor, {
      answerId,
      helpful: helpful ?? null,
      comment: comment ?? null,
      expectedVersion,
    }),
});

mutation('renameConversation', {
  permission: 'qa.ask',
  idempotency: 'natural',
  description: 'Gives a conversation another title.',
  input: (t) => ({
    conversationId: t.id({ ...globalID('Conversation'), required: true }),
    title: t.string({ required: true }),
  }),
  payload: entityPayload('RenameConversationPayload', { field: 'conversation', model: 'Conversation' }),
  changes: row('Conversation', 'conversationId'),
  work: async ({ conversationId, title, expectedVersion }, { app, actor }) =>
    renameConversation(app, actor, { conversationId, title, expectedVersion }),
});

mutation('deleteConversation', {
  permission: 'qa.ask',
  idempotency: 'natural',
  description:
    'Takes a conversation with its answers out of sight. What was sent to the library stays there.',
  input: (t) => ({ conversationId: t.id({ ...globalID('Conversation'), required: true }) }),
  payload: deletedPayload('DeleteConversationPayload', 'Conversation', { isNew: false }),
  changes: row('Conversation', 'conversationId', { deletes: true }),
  work: async ({ conversationId, expectedVersion }, { app, actor }) =>
    deleteConversation(app, actor, conversationId, expectedVersion),
});
