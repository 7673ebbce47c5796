import { QaStatus } from '../../generated/client/enums.js';
import type { KeptSource } from '../../src/grounding/index.js';
import { sentencesOfAnswer } from '../../src/grounding/index.js';
import { builder } from '../builder.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { VERSION } from '../kit/versions.js';
import { AiRequest, requestOf } from '../models/requests.js';
import { Sentence } from '../rfp/answer.js';
import { Source } from '../source.js';

const QaStatusEnum = builder.enumType('QaStatus', {
  description: 'What an answer stands on.',
  values: {
    [QaStatus.STREAMING]: { description: 'It is being written.' },
    [QaStatus.ANSWERED]: { description: 'In whole or in part; see `confidence`.' },
    [QaStatus.NOT_FOUND]: { description: 'The knowledge base has no answer, and `answer` says so.' },
    [QaStatus.FAILED]: { description: 'The model or the service could not; see `failure`.' },
  } as const,
});

const QaSearched = builder.prismaObject('QaAnswer', {
  variant: 'QaSearched',
  description: 'What was looked for, and what came of it.',
  fields: (t) => ({
    query: t.string({
      description: 'The question as it was looked up: a follow-up with what it refers to.',
      select: { query: true, question: true },
      resolve: ({ query, question }) => query ?? question,
    }),
    passages: t.exposeInt('passages', { description: 'How many passages were looked at.' }),
    nearest: t.field({
      type: [Source],
      description: 'The best of them, up to three, their beginnings.',
      select: { nearest: true },
      resolve: ({ nearest }) => nearest as unknown as KeptSource[],
    }),
  }),
});

const QaFeedback = builder.prismaObject('QaAnswer', {
  variant: 'QaFeedback',
  description: 'What a user thought of an answer.',
  fields: (t) => ({
    helpful: t.boolean({ select: { helpful: true }, resolve: ({ helpful }) => helpful === true }),
    comment: t.exposeString('feedbackComment', { nullable: true }),
    by: t.prismaField({
      type: 'User',
      nullable: true,
      select: { feedbackById: true },
      resolve: (query, { feedbackById }, _args, { app }) =>
        feedbackById === null ? null : app.db.user.findUnique({ ...query, where: { id: feedbackById } }),
    }),
    at: t.expose('feedbackAt', { type: 'DateTime', nullable: true }),
  }),
});

export const QaFailure = builder.objectRef<{ code: string; message: string }>('QaFailure').implement({
  description:
    'Why there is no answer: UNAVAILABLE or QUOTA_EXCEEDED (the message says what to do), CANCELLED (whoever asked left), ' +
    'INTERRUPTED (the process was stopped), INTERNAL.',
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
});

export const QaAnswer = builder.prismaNode('QaAnswer', {
  // What belongs to a deleted conversation is gone with it.
  ...tenantNode('qa.view', { where: { conversation: { deletedAt: null } }, subject: 'qa-answer' }),
  description: 'A question that was asked of the knowledge base, with its answer.',
  // What tells whether there is feedback.
  select: { id: true, helpful: true },
  fields: (t) => ({
    version: t.exposeInt('version', { description: VERSION }),
    question: t.exposeString('question', { description: 'As it was asked.' }),
    answer: t.exposeString('text', {
      description: 'Markdown. A marker [n] refers to the n-th source, from 1. Empty until it is there.',
    }),
    sources: t.field({
      type: [Source],
      description: 'Quotes that stand at their place in the knowledge base. Empty where nothing was found.',
      select: { sources: { orderBy: { position: 'asc' } } },
      resolve: ({ sources }) => sources,
    }),
    sentences: t.field({
      type: [Sentence],
      description: 'What stands behind each sentence of the answer, in order; empty where nothing was found.',
      select: {
        text: true,
        status: true,
        sources: { select: { text: true }, orderBy: { position: 'asc' } },
      },
      resolve: ({ text, status, sources }) =>
        status === 'ANSWERED' ? sentencesOfAnswer({ text, sources, sentences: null }) : [],
    }),
    confidence: t.exposeFloat('confidence', { description: '0 to 1; 0 where nothing was found.' }),
    found: t.boolean({
      description: 'Whether the knowledge base has an answer.',
      select: { status: true },
      resolve: ({ status }) => status === 'ANSWERED',
    }),
    status: t.expose('status', { type: QaStatusEnum }),
    searched: t.variant(QaSearched),
    engine: t.exposeString('engine', {
      description: '"library" (an approved answer to this very question), "rules", or the model.',
    }),
    aiRequest: t.prismaField({
      type: AiRequest,
      nullable: true,
      description: 'The request whose reply it is; null where no model was asked.',
      select: { aiRequestId: true, organizationId: true },
      resolve: (query, answer, _args, { app }) => requestOf(app, query, answer),
    }),
    failure: t.field({
      type: QaFailure,
      nullable: true,
      description: 'Set in FAILED.',
      select: { status: true, failureCode: true, failureMessage: true },
      resolve: ({ status, failureCode, failureMessage }) =>
        status === 'FAILED' ? { code: failureCode ?? 'INTERNAL', message: failureMessage ?? '' } : null,
    }),
    conversation: t.relation('conversation'),
    feedback: t.variant(QaFeedback, {
      description: 'Null until somebody has rated it.',
      isNull: ({ helpful }) => helpful === null,
    }),
    libraryItem: t.prismaField({
      type: 'KnowledgeItem',
      nullable: true,
      description: 'The pair of the answer library that was made of it.',
      select: { libraryItemId: true, organizationId: true },
      resolve: (query, { libraryItemId, organizationId }, _args, { app }) =>
        libraryItemId === null
          ? null
          : app.db.knowledgeItem.findFirst({
              ...query,
              where: { id: libraryItemId, organizationId, deletedAt: null },
            }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    answeredAt: t.expose('answeredAt', { type: 'DateTime', nullable: true }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

tenantConnection('qaFeedback', {
  permission: 'qa.view',
  model: 'QaAnswer',
  name: 'QaFeedback',
  description: 'Answers that were rated, the latest rating first: `helpful: false` shows what to improve.',
  args: (t) => ({ helpful: t.boolean({ description: 'Left out: both.' }) }),
  where: (_context, { helpful }) => ({
    conversation: { deletedAt: null },
    helpful: helpful ?? { not: null },
  }),
  orderBy: [{ feedbackAt: 'desc' }, { id: 'desc' }],
});
