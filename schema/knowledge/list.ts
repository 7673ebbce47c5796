import {
  type KnowledgeOrder,
  knowledgeOrder,
  knowledgeTags,
  knowledgeWhere,
} from '../../src/knowledge/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantField } from '../kit/tenant-node.js';
import { needs } from '../permissions.js';
import { FreshnessEnum, KnowledgeItemKindEnum, KnowledgeStateEnum } from './enums.js';

const Filter = builder.inputType('KnowledgeFilter', {
  description: 'What is left out does not restrict.',
  fields: (t) => ({
    kind: t.stringList({
      ...names('itemKind'),
      deprecationReason: 'kinds says the same by an enum.',
      description: 'document, qa_pair, text.',
    }),
    kinds: t.field({ type: [KnowledgeItemKindEnum], description: 'Items of one of these.' }),
    anyTag: t.stringList({ ...names('tag'), description: 'Items with at least one of them.' }),
    allTags: t.stringList({ ...names('tag'), description: 'Items with every one of them.' }),
    state: t.field({ type: [KnowledgeStateEnum] }),
    freshness: t.field({ type: [FreshnessEnum] }),
    ownerId: t.id(globalID('User')),
    search: t.string({ ...names('word'), description: 'Part of the title or the source, or a whole tag.' }),
    deleted: t.boolean({ description: 'True: deleted items, and only those.' }),
  }),
});

const ORDERS = {
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
  TITLE: 'title',
  REVIEW_AT: 'reviewAt',
} as const satisfies Record<string, KnowledgeOrder>;

const OrderField = builder.enumType('KnowledgeOrderField', {
  description: 'By REVIEW_AT, items without a review date come last.',
  values: Object.fromEntries(Object.entries(ORDERS).map(([name, value]) => [name, { value }])) as Record<
    keyof typeof ORDERS,
    { value: KnowledgeOrder }
  >,
});

const Direction = builder.enumType('OrderDirection', {
  description: 'Smallest and oldest first, or largest and latest.',
  values: { ASC: { value: 'asc' }, DESC: { value: 'desc' } } as const,
});

const Order = builder.inputType('KnowledgeOrder', {
  description: 'What items are sorted by, and which way.',
  fields: (t) => ({
    field: t.field({ type: OrderField, required: true }),
    direction: t.field({ type: Direction, required: true }),
  }),
});

tenantConnection('knowledge', {
  permission: 'knowledge.view',
  model: 'KnowledgeItem',
  description: 'The newest first, where no other order is asked for.',
  args: (t) => ({ filter: t.field({ type: Filter }), orderBy: t.field({ type: Order }) }),
  where: ({ app, actor }, { filter }) =>
    knowledgeWhere(app, actor, { ...filter, kind: filter?.kinds ?? filter?.kind ?? null }),
  orderBy: ({ orderBy }) => knowledgeOrder(orderBy?.field ?? 'createdAt', orderBy?.direction ?? 'desc'),
});

tenantField('knowledgeItem', {
  permission: 'knowledge.view',
  model: 'KnowledgeItem',
  where: { deletedAt: null },
});

const KnowledgeTag = builder.objectRef<{ tag: string; count: number }>('KnowledgeTag').implement({
  description: 'A tag, with how many items have it.',
  fields: (t) => ({
    tag: t.exposeString('tag'),
    count: t.exposeInt('count', { description: 'How many items have it.' }),
  }),
});

builder.queryField('knowledgeTags', (t) =>
  t.field({
    ...needs('knowledge.view'),
    type: [KnowledgeTag],
    description: 'The tags in use, those of most items first.',
    args: {
      first: t.arg.int({ defaultValue: 100, description: '1 to 100.' }),
      search: t.arg.string({ ...names('tag'), description: 'How the tag begins.' }),
    },
    resolve: (_root, { first, search }, { app, actor }) =>
      knowledgeTags(app, actor, { first: first ?? 100, search: search ?? null }),
  }),
);
