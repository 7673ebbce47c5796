import type { Workflow as WorkflowRow } from '../../generated/client/client.js';
import type { LeftOut as LeftOutShape } from '../../src/formats/index.js';
import { holding } from '../../src/platform/database/db.js';
import { readTree } from '../../src/platform/database/read-tree.js';
import { documentBlocksOf, hasReached, PROGRESS_STEPS, progressOf } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { needs } from '../permissions.js';
import { Answer } from './answer.js';
import { DocumentBlockType } from './document-blocks.js';
import { WorkflowKindEnum, WorkflowStateEnum } from './enums.js';
import { ReviewResult } from './review.js';

const WorkflowProgress = builder.prismaObject('Workflow', {
  variant: 'WorkflowProgress',
  description: 'How far the answering is.',
  select: { kind: true, state: true, resumeState: true },
  fields: (t) => ({
    step: t.int({ description: '0 to 4.', resolve: (workflow) => progressOf(workflow, 0).step }),
    steps: t.int({ resolve: () => PROGRESS_STEPS }),
    label: t.string({ resolve: (workflow) => progressOf(workflow, 0).label }),
    percent: t.exposeFloat('percent', { description: '0 to 100; never goes back.' }),
    questionsTotal: t.exposeInt('questionsTotal', {
      nullable: true,
      description: 'Questions; the sections of a proposal.',
    }),
    questionsAnswered: t.exposeInt('questionsAnswered', { nullable: true }),
  }),
});

const RfpAnalysis = builder.prismaObject('Workflow', {
  variant: 'RfpAnalysis',
  description: 'What was found in the document that is answered.',
  fields: (t) => ({
    totalQuestions: t.int({
      select: { questionsTotal: true },
      resolve: ({ questionsTotal }) => questionsTotal ?? 0,
    }),
    sections: t.exposeStringList('sections'),
    pageCount: t.exposeInt('pageCount', {
      nullable: true,
      description: 'Null where the format has no pages of its own.',
    }),
    questions: t.relation('questions', { query: { orderBy: { position: 'asc' } } }),
  }),
});

export const OutputFile = builder.prismaObject('Output', {
  name: 'OutputFile',
  description: 'The written response, to download.',
  select: { workflow: { select: { reference: true } } },
  fields: (t) => ({
    filename: t.exposeString('filename'),
    url: t.string({
      resolve: ({ workflow }, _args, { publicUrl }) =>
        `${publicUrl}/download/${encodeURIComponent(workflow.reference)}`,
    }),
    mediaType: t.exposeString('mediaType'),
    sizeBytes: t.exposeInt('sizeBytes'),
  }),
});

export const WorkflowFailure = builder
  .objectRef<{ code: string; message: string; at: Date; retryable: boolean }>('WorkflowFailure')
  .implement({
    description: 'Why a workflow stopped.',
    fields: (t) => ({
      code: t.exposeString('code'),
      message: t.exposeString('message'),
      at: t.expose('at', { type: 'DateTime' }),
      retryable: t.exposeBoolean('retryable', { description: 'Whether retryWorkflow may help.' }),
    }),
  });

const isRfp = ({ kind }: { kind: string }) => kind === 'RFP_RESPONSE';

export const Workflow = builder.prismaNode('Workflow', {
  ...tenantNode('workflows.view'),
  description: 'One run over one document or request.',
  // What the fields that appear step by step decide by.
  select: { id: true, kind: true, state: true, resumeState: true },
  fields: (t) => ({
    workflowId: t.exposeString('reference', {
      description: 'The readable id (WF-RFP-…, WF-QUICK-…); also the id of the Temporal workflow.',
    }),
    kind: t.expose('kind', { type: WorkflowKindEnum }),
    state: t.expose('state', { type: WorkflowStateEnum }),
    engine: t.exposeString('engine', { description: '"rules", or the model that was used.' }),
    progress: t.variant(WorkflowProgress),
    clientName: t.exposeString('clientName'),
    industry: t.exposeString('industry', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Sequence of its last event.' }),
    rfpAnalysis: t.variant(RfpAnalysis, {
      description: 'Null until ROUTING, and for proposals.',
      isNull: (workflow) => !isRfp(workflow) || !hasReached(workflow, 'ROUTING'),
    }),
    leftOut: t.field({
      type: [LeftOut],
      description: LEFT_OUT,
      select: { file: { select: { leftOut: true } } },
      resolve: ({ file }) => (file?.leftOut ?? []) as LeftOutShape[],
    }),
    documentBlocks: t.field({
      type: [DocumentBlockType],
      nullable: true,
      description:
        'Every block of the document with its label: what was taken, and what was left. Null until ROUTING.',
      select: { source: { select: { text: true } }, blocks: { orderBy: { position: 'asc' } } },
      resolve: (workflow) =>
        isRfp(workflow) && hasReached(workflow, 'ROUTING')
          ? documentBlocksOf(workflow.source?.text ?? '', workflow.blocks)
          : null,
    }),
    generatedResponses: t.field({
      type: [Answer],
      nullable: true,
      description: 'Null until GENERATING, then grows, in question order.',
      select: (_args, _context, nestedSelection) => ({
        answers: nestedSelection({
          where: { answeredAt: { not: null } },
          orderBy: { question: { position: 'asc' } },
        }),
      }),
      resolve: (workflow) =>
        isRfp(workflow) && hasReached(workflow, 'GENERATING') ? workflow.answers : null,
    }),
    reviewResult: t.relation('review', {
      type: ReviewResult,
      nullable: true,
      description: 'Null until FORMATTING.',
    }),
    outputFile: t.relation('output', { type: OutputFile, nullable: true, description: 'Null until READY.' }),
    document: t.relation('document', {
      nullable: true,
      description: 'The response as people edit it, or what they wrote in its place.',
    }),
    failure: t.field({
      type: WorkflowFailure,
      nullable: true,
      description: 'Set in ERROR.',
      select: {
        state: true,
        failureCode: true,
        failureMessage: true,
        failureAt: true,
        failureRetryable: true,
      },
      resolve: ({ state, failureCode, failureMessage, failureAt, failureRetryable }) =>
        state === 'ERROR'
          ? {
              code: failureCode ?? 'INTERNAL',
              message: failureMessage ?? '',
              at: failureAt ?? new Date(0),
              retryable: failureRetryable ?? true,
            }
          : null,
    }),
  }),
});

builder.queryField('workflow', (t) =>
  t.prismaField({
    ...needs('workflows.view'),
    type: 'Workflow',
    nullable: true,
    args: { workflowId: t.arg.string({ required: true }) },
    resolve: (query, _root, { workflowId: reference }, { app, actor }) => {
      const where = { reference, organizationId: actor.organizationId };
      return (
        readTree<WorkflowRow>(app.sql, 'Workflow', query, where) ??
        app.db.workflow.findUnique({ ...query, where })
      );
    },
  }),
);

tenantConnection('workflows', {
  permission: 'workflows.view',
  model: 'Workflow',
  description: 'Newest first.',
  args: (t) => ({
    state: t.field({ type: [WorkflowStateEnum] }),
    kind: t.field({ type: WorkflowKindEnum }),
    search: t.string({
      ...names('word'),
      description: 'Part of the client name, the industry or the workflowId.',
    }),
  }),
  where: (_context, { state, kind, search }) => {
    const text = search?.trim() ?? '';
    const holds = holding(text);
    return {
      ...(state && { state: { in: state } }),
      ...(kind && { kind }),
      ...(text && { OR: [{ clientName: holds }, { industry: holds }, { reference: holds }] }),
    };
  },
  orderBy: [{ id: 'desc' }],
});
