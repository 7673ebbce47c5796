import type { Workflow as WorkflowRow } from '../../generated/client/client.js';
import type { LeftOut as LeftOutShape } from '../../src/formats/index.js';
import { holding } from '../../src/platform/database/db.js';
import { readTree } from '../../src/platform/database/read-tree.js';
import {
  documentBlocksOf,
  hasReached,
  PROGRESS_STEPS,
  type WorkflowKind,
  type WorkflowState,
} from '../../src/rfp/index.js';
import { failureOf, progressOf, type RunFailure } from '../../src/runs/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { needs } from '../permissions.js';
import { Answer } from './answer.js';
import { DocumentBlockType } from './document-blocks.js';
import { WorkflowKindEnum, WorkflowStateEnum } from './enums.js';
import { OutputFile } from './output-file.js';
import { Questionnaire } from './questionnaire.js';
import { ReviewResult } from './review.js';
import { UploadedFile } from './uploaded-file.js';

const WorkflowProgress = builder.prismaObject('Workflow', {
  variant: 'WorkflowProgress',
  description: 'How far the answering is.',
  select: { run: { select: { kind: true, state: true, resumeState: true } } },
  fields: (t) => ({
    step: t.int({
      description: '0 to 4, the last in READY: docs/guide.md.',
      resolve: ({ run }, _args, { app }) => shown(app, run).step,
    }),
    steps: t.int({ resolve: () => PROGRESS_STEPS }),
    label: t.string({ resolve: ({ run }, _args, { app }) => shown(app, run).label }),
    percent: t.float({
      description: '0 to 100; never goes back.',
      select: { run: { select: { percent: true } } },
      resolve: ({ run }) => run.percent,
    }),
    questionsTotal: t.int({
      nullable: true,
      description: 'Questions; the sections of a proposal.',
      select: { rfp: { select: { questionsTotal: true } }, proposal: { select: { sectionsTotal: true } } },
      resolve: ({ rfp, proposal }) => rfp?.questionsTotal ?? proposal?.sectionsTotal ?? null,
    }),
    questionsAnswered: t.int({
      nullable: true,
      select: {
        rfp: { select: { questionsAnswered: true } },
        proposal: { select: { sectionsDrafted: true } },
      },
      resolve: ({ rfp, proposal }) => rfp?.questionsAnswered ?? proposal?.sectionsDrafted ?? null,
    }),
  }),
});

const shown = ({ kinds }: Context['app'], run: { kind: string; state: string; resumeState: string | null }) =>
  progressOf(kinds[run.kind as WorkflowKind], run, 0);

const RfpAnalysis = builder.prismaObject('Workflow', {
  variant: 'RfpAnalysis',
  description: 'What was found in the document that is answered.',
  fields: (t) => ({
    totalQuestions: t.int({
      select: { rfp: { select: { questionsTotal: true } } },
      resolve: ({ rfp }) => rfp?.questionsTotal ?? 0,
    }),
    sections: t.stringList({
      select: { rfp: { select: { sections: true } } },
      resolve: ({ rfp }) => rfp?.sections ?? [],
    }),
    pageCount: t.int({
      nullable: true,
      description: 'Null where the format has no pages of its own.',
      select: { rfp: { select: { pageCount: true } } },
      resolve: ({ rfp }) => rfp?.pageCount ?? null,
    }),
    questions: t.relation('questions', { query: { orderBy: { position: 'asc' } } }),
  }),
});

export const WorkflowFailure = builder.objectRef<RunFailure & { at: Date }>('WorkflowFailure').implement({
  description: 'Why a workflow stopped.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message'),
    at: t.expose('at', { type: 'DateTime' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether retryWorkflow may help.' }),
  }),
});

const isRfp = ({ run }: { run: { kind: string } }) => run.kind === 'RFP_RESPONSE';

interface WithFile {
  file: typeof UploadedFile.$inferType | null;
}

export const Workflow = builder.prismaNode('Workflow', {
  ...tenantNode('workflows.view', { subject: 'workflow' }),
  description: 'One run over one document or request.',
  // What the fields that appear step by step decide by.
  select: { id: true, run: { select: { kind: true, state: true, resumeState: true } } },
  fields: (t) => ({
    workflowId: t.string({
      description: 'The readable id (WF-RFP-…, WF-QUICK-…); also the id of the Temporal workflow.',
      select: { run: { select: { reference: true } } },
      resolve: ({ run }) => run.reference,
    }),
    kind: t.field({ type: WorkflowKindEnum, resolve: ({ run }) => run.kind as WorkflowKind }),
    state: t.field({ type: WorkflowStateEnum, resolve: ({ run }) => run.state as WorkflowState }),
    engine: t.string({
      description: '"rules", or the model that was used.',
      select: { run: { select: { engine: true } } },
      resolve: ({ run }) => run.engine,
    }),
    progress: t.variant(WorkflowProgress),
    createdBy: t.prismaField({
      type: 'User',
      nullable: true,
      description: 'Who uploaded or asked for it; null where the account is gone.',
      select: { run: { select: { createdById: true } } },
      resolve: (query, { run }, _args, { app }) =>
        app.db.user.findUnique({ ...query, where: { id: run.createdById } }),
    }),
    file: t.field({
      type: UploadedFile,
      nullable: true,
      description: 'The file that was uploaded; null for a quick proposal, which begins with a text.',
      select: (_args, _context, nestedSelection) => ({
        rfp: { select: { file: nestedSelection({}) as object } },
      }),
      resolve: ({ rfp }) => (rfp as WithFile | null)?.file ?? null,
    }),
    clientName: t.exposeString('clientName'),
    industry: t.exposeString('industry', { nullable: true }),
    createdAt: t.field({
      type: 'DateTime',
      select: { run: { select: { createdAt: true } } },
      resolve: ({ run }) => run.createdAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      select: { run: { select: { updatedAt: true } } },
      resolve: ({ run }) => run.updatedAt,
    }),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      select: { run: { select: { completedAt: true } } },
      resolve: ({ run }) => run.completedAt,
    }),
    version: t.int({
      description: 'Sequence of its last event: moves with each change. Give it back as `expectedVersion`.',
      select: { run: { select: { version: true } } },
      resolve: ({ run }) => run.version,
    }),
    rfpAnalysis: t.variant(RfpAnalysis, {
      description: 'Null until ROUTING, and for proposals.',
      isNull: (workflow) => !isRfp(workflow) || !hasReached(workflow.run, 'ROUTING'),
    }),
    leftOut: t.field({
      type: [LeftOut],
      description: LEFT_OUT,
      select: { rfp: { select: { file: { select: { leftOut: true } } } } },
      resolve: ({ rfp }) => (rfp?.file?.leftOut ?? []) as LeftOutShape[],
    }),
    documentBlocks: t.field({
      type: [DocumentBlockType],
      nullable: true,
      description:
        'Every block of the document with its label: what was taken, and what was left. Null until ROUTING.',
      select: {
        rfp: {
          select: {
            file: {
              select: {
                sourceDocument: { select: { text: true, blocks: { orderBy: { position: 'asc' } } } },
              },
            },
          },
        },
        labels: true,
      },
      resolve: (workflow) =>
        isRfp(workflow) && hasReached(workflow.run, 'ROUTING')
          ? documentBlocksOf(workflow.rfp?.file?.sourceDocument ?? { text: '', blocks: [] }, workflow.labels)
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
        isRfp(workflow) && hasReached(workflow.run, 'GENERATING') ? workflow.answers : null,
    }),
    reviewResult: t.relation('review', {
      type: ReviewResult,
      nullable: true,
      description: 'Null until FORMATTING.',
    }),
    outputFile: t.field({
      type: OutputFile,
      nullable: true,
      description: 'Null until READY.',
      select: { output: true, run: { select: { reference: true } } },
      resolve: ({ output, run: { reference } }) => output && { ...output, reference },
    }),
    questionnaire: t.field({
      type: Questionnaire,
      nullable: true,
      description:
        'The form that it came as, which goes back with the answers in it. Null where it came as a document.',
      select: (_args, _context, nestedSelection) => ({
        rfp: { select: { questionnaire: nestedSelection(true) } },
      }),
      resolve: ({ rfp }) => rfp?.questionnaire ?? null,
    }),
    document: t.relation('document', {
      nullable: true,
      description: 'The response as people edit it, or what they wrote in its place.',
    }),
    failure: t.field({
      type: WorkflowFailure,
      nullable: true,
      description: 'Set in ERROR.',
      select: {
        run: {
          select: {
            state: true,
            failureCode: true,
            failureMessage: true,
            failureAt: true,
            failureRetryable: true,
          },
        },
      },
      resolve: ({ run }) => failureOf(run),
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
      const where = { run: { reference }, organizationId: actor.organizationId };
      return (
        readTree<WorkflowRow>(app.sql, 'Workflow', query, where) ??
        app.db.workflow.findFirst({ ...query, where })
      );
    },
  }),
);

const WorkflowOrder = builder.enumType('WorkflowOrder', {
  description: 'What workflows are sorted by.',
  values: {
    CREATED_AT: { value: 'createdAt', description: 'The newest first.' },
    UPDATED_AT: { value: 'updatedAt', description: 'The one that changed last first.' },
    CLIENT_NAME: { value: 'clientName', description: 'From A to Z, of one client the newest first.' },
  },
} as const);

const ORDERS = {
  createdAt: [],
  updatedAt: [{ run: { updatedAt: 'desc' } }],
  clientName: [{ clientName: 'asc' }],
} as const;

tenantConnection('workflows', {
  permission: 'workflows.view',
  model: 'Workflow',
  description:
    'RFP responses and proposals of the organization, the newest first unless `orderBy` says otherwise.',
  args: (t) => ({
    state: t.field({ type: [WorkflowStateEnum], description: 'In one of these states.' }),
    kind: t.field({ type: WorkflowKindEnum, description: 'Of this kind.' }),
    createdBy: t.id({ ...globalID('User'), description: 'Begun by this person: the `id` of a User.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Begun at this moment or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Begun before this moment.' }),
    clientName: t.string({ ...names('client'), description: 'Part of the name of the client.' }),
    orderBy: t.field({
      type: WorkflowOrder,
      defaultValue: 'createdAt',
      description: 'What the list is sorted by.',
    }),
    search: t.string({
      ...names('word'),
      description: 'Part of the client name, the industry or the workflowId.',
    }),
  }),
  where: (_context, { state, kind, search, createdBy, createdAfter, createdBefore, clientName }) => {
    const text = search?.trim() ?? '';
    const holds = holding(text);
    return {
      run: {
        ...(state && { state: { in: state } }),
        ...(kind && { kind }),
        ...(createdBy && { createdById: createdBy }),
        createdAt: {
          ...(createdAfter && { gte: createdAfter }),
          ...(createdBefore && { lt: createdBefore }),
        },
      },
      ...(clientName?.trim() && { clientName: holding(clientName.trim()) }),
      ...(text && { OR: [{ clientName: holds }, { industry: holds }, { run: { reference: holds } }] }),
    };
  },
  orderBy: ({ orderBy }) => [...ORDERS[orderBy ?? 'createdAt'], { id: 'desc' }],
});
