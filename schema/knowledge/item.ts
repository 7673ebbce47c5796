import {
  countUsages,
  DONE,
  freshnessOf,
  type Progress,
  progressOf,
  usageWhere,
} from '../../src/knowledge/index.js';
import { failureOf, type RunFailure } from '../../src/runs/index.js';
import { builder } from '../builder.js';
import { tenantList } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import {
  FreshnessEnum,
  type KnowledgeItemKind,
  KnowledgeItemKindEnum,
  KnowledgeStateEnum,
  SpeakerEnum,
} from './enums.js';
import { KnowledgePassage, KnowledgeUsage, KnowledgeVersion, StoredKnowledgeFile } from './parts.js';

export const KnowledgeProgress = builder.objectRef<Progress>('KnowledgeProgress').implement({
  description: 'How far the reading of a document is.',
  fields: (t) => ({
    percent: t.exposeFloat('percent', { description: '0 to 100.' }),
    label: t.exposeString('label', { description: 'For people: "Storing passages…".' }),
    pages: t.exposeInt('pages', {
      nullable: true,
      description: 'Pages read. Null before, and where the format has none.',
    }),
    passages: t.exposeInt('passages', { nullable: true, description: 'Passages stored so far.' }),
    passagesTotal: t.exposeInt('passagesTotal', { nullable: true }),
  }),
});

export const KnowledgeFailure = builder.objectRef<RunFailure & { at: Date }>('KnowledgeFailure').implement({
  description: 'Why a document could not be read, and what to do.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message', { description: 'What went wrong, and what to do.' }),
    at: t.expose('at', { type: 'DateTime' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether retryKnowledge may help.' }),
  }),
});

const INGESTION = { ingestion: { include: { run: true } } } as const;

builder.prismaNode('KnowledgeItem', {
  ...tenantNode('knowledge.view', { where: { deletedAt: null }, subject: 'knowledge' }),
  description: 'Something answers are drawn from.',
  fields: (t) => ({
    kind: t.exposeString('kind', {
      deprecationReason: 'itemKind says the same by an enum.',
      description: 'document, qa_pair or text.',
    }),
    itemKind: t.field({
      type: KnowledgeItemKindEnum,
      description: 'What the item is.',
      select: { kind: true },
      resolve: ({ kind }) => kind as KnowledgeItemKind,
    }),
    title: t.exposeString('title'),
    source: t.exposeString('source', { description: 'Where it comes from, as answers quote it.' }),
    tags: t.exposeStringList('tags'),
    passages: t.relationCount('passages', { description: 'How many passages it was cut into.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'The last change by a person.' }),
    deletedAt: t.expose('deletedAt', { type: 'DateTime', nullable: true }),
    state: t.expose('state', { type: KnowledgeStateEnum }),
    progress: t.field({
      type: KnowledgeProgress,
      select: INGESTION,
      resolve: ({ ingestion }) => (ingestion ? progressOf({ ...ingestion.run, ...ingestion }) : DONE),
    }),
    failure: t.field({
      type: KnowledgeFailure,
      nullable: true,
      description: 'Set in FAILED.',
      select: INGESTION,
      resolve: ({ ingestion }) => ingestion && failureOf(ingestion.run),
    }),
    version: t.exposeInt('version', {
      description: 'The version that answers are drawn from; 0 until the first is READY.',
    }),
    revision: t.exposeInt('revision', {
      description: 'Moves with each change by a person; give it back as `expectedVersion`.',
    }),
    speaker: t.expose('speaker', {
      type: SpeakerEnum,
      nullable: true,
      description:
        'Whose words all of it is, as a person has said. Null: each passage is as it was detected.',
    }),
    owner: t.relation('owner', {
      nullable: true,
      description: 'Who sees to it that it stays right; at first whoever added it.',
    }),
    reviewAt: t.expose('reviewAt', { type: 'DateTime', nullable: true }),
    lastReviewedAt: t.expose('lastReviewedAt', { type: 'DateTime', nullable: true }),
    freshness: t.field({
      type: FreshnessEnum,
      resolve: (item, _args, { app }) => freshnessOf(item, app.clock()),
    }),
    file: t.relation('file', {
      type: StoredKnowledgeFile,
      nullable: true,
      description: 'Documents only: the file of the version in use.',
    }),
    versions: t.relation('versions', {
      type: KnowledgeVersion,
      args: { first: t.arg.int({ defaultValue: 20, description: '1 to 100.' }) },
      description: 'The newest first.',
      query: (args) => ({ orderBy: { version: 'desc' }, take: args.first ?? 20 }),
    }),
    passageList: t.relatedConnection('passages', {
      type: KnowledgePassage,
      cursor: 'id',
      totalCount: true,
      description: 'How it was cut, in order.',
      query: { orderBy: { position: 'asc' } },
    }),
    usageCount: t.int({
      description: 'How many answers quote it, or a pair that was merged into it.',
      resolve: async ({ id }, _args, { app }) => (await countUsages(app, id)).usages,
    }),
    sentUsageCount: t.int({
      description: 'How many of them stand in responses that were sent.',
      resolve: async ({ id }, _args, { app }) => (await countUsages(app, id)).sentUsages,
    }),
    usages: tenantList(t, {
      model: 'Answer',
      type: KnowledgeUsage,
      description:
        'The answers that quote it, or a pair that was merged into it, the newest first. Ask before you delete or replace it.',
      args: (t) => ({
        sent: t.boolean({ description: 'True: of responses that were sent; false: of the others.' }),
      }),
      where: ({ app }, { sent }, item) => usageWhere(app, item, sent ?? null),
      orderBy: [{ id: 'desc' }],
    }),
  }),
});
