import {
  type KnowledgeFilter,
  type KnowledgeOrder,
  knowledgeOrder,
  knowledgeTags,
  knowledgeWhere,
} from '../../src/knowledge/index.js';
import { DomainError } from '../../src/platform/errors.js';
import { builder } from '../builder.js';
import { checkPage, ownPage } from '../connections.js';
import type { Context } from '../context.js';
import { graphqlErrorOf } from '../errors.js';
import { inTenant, localId } from '../ids.js';
import { needs } from '../permissions.js';
import { FreshnessEnum, KnowledgeStateEnum } from './enums.js';

const Filter = builder.inputType('KnowledgeFilter', {
  description: 'What is left out does not restrict.',
  fields: (t) => ({
    kind: t.stringList({ description: 'document, qa_pair, text.' }),
    anyTag: t.stringList({ description: 'Items with at least one of them.' }),
    allTags: t.stringList({ description: 'Items with every one of them.' }),
    state: t.field({ type: [KnowledgeStateEnum] }),
    freshness: t.field({ type: [FreshnessEnum] }),
    ownerId: t.id(),
    search: t.string({ description: 'Part of the title or the source, or a whole tag.' }),
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

type FilterInput = Omit<KnowledgeFilter, 'ownerId'> & { ownerId?: string | number | null };

/** @throws GraphQLError for a filter that makes no sense */
function whereOf(filter: FilterInput | null | undefined, { app, actor }: Context) {
  try {
    const ownerId = filter?.ownerId == null ? null : localId(filter.ownerId, 'User', ['filter', 'ownerId']);
    return knowledgeWhere(app, actor, { ...filter, ownerId });
  } catch (error) {
    throw error instanceof DomainError ? graphqlErrorOf(error) : error;
  }
}

builder.queryField('knowledge', (t) =>
  t.prismaConnection(
    {
      ...needs('knowledge.view'),
      type: 'KnowledgeItem',
      cursor: 'id',
      description: 'The newest first, where no other order is asked for.',
      args: { filter: t.arg({ type: Filter }), orderBy: t.arg({ type: Order }) },
      totalCount: (_root, args, context) =>
        context.app.db.knowledgeItem.count({
          where: whereOf((args as { filter?: FilterInput | null }).filter, context),
        }),
      resolve: async (query, _root, args, context) => {
        checkPage(args);
        const { field, direction } = args.orderBy ?? { field: 'createdAt', direction: 'desc' };
        return context.app.db.knowledgeItem.findMany({
          ...(await ownPage(query, context.actor, context.app.db.knowledgeItem)),
          where: whereOf(args.filter, context),
          orderBy: knowledgeOrder(field, direction),
        });
      },
    },
    { name: 'KnowledgeItemConnection' },
    { name: 'KnowledgeItemEdge' },
  ),
);

builder.queryField('knowledgeItem', (t) =>
  t.prismaField({
    ...needs('knowledge.view'),
    type: 'KnowledgeItem',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, { app, actor }) => {
      try {
        const id = localId(args.id, 'KnowledgeItem', ['id']);
        return app.db.knowledgeItem.findFirst({
          ...query,
          where: { ...inTenant(id, actor.organizationId), deletedAt: null },
        });
      } catch (error) {
        throw error instanceof DomainError ? graphqlErrorOf(error) : error;
      }
    },
  }),
);

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
      search: t.arg.string({ description: 'How the tag begins.' }),
    },
    resolve: (_root, { first, search }, { app, actor }) => {
      checkPage({ first });
      return knowledgeTags(app, actor, { first: first ?? 100, search: search ?? null });
    },
  }),
);
