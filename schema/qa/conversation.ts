import { holding } from '../../src/platform/database/db.js';
import { builder } from '../builder.js';
import { checkPage, ownPage } from '../connections.js';
import { inTenant, localId } from '../ids.js';
import { needs } from '../permissions.js';

builder.prismaNode('Conversation', {
  ...needs('qa.view'),
  id: { field: 'id' },
  description: 'Questions that belong together, each of which may refer to those before it.',
  findUnique: (id, { actor }) => ({ ...inTenant(id, actor.organizationId), deletedAt: null }),
  fields: (t) => ({
    title: t.exposeString('title', { description: 'The beginning of the first question, until renamed.' }),
    answers: t.relatedConnection(
      'answers',
      {
        cursor: 'id',
        description: 'Oldest first.',
        query: (args) => {
          checkPage(args);
          return { orderBy: { position: 'asc' as const } };
        },
      },
      { name: 'QaAnswerConnection' },
      { name: 'QaAnswerEdge' },
    ),
    createdBy: t.prismaField({
      type: 'User',
      nullable: true,
      select: { createdById: true },
      resolve: (query, { createdById }, _args, { app }) =>
        app.db.user.findUnique({ ...query, where: { id: createdById } }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'Moves with each question asked.' }),
  }),
});

builder.queryField('conversation', (t) =>
  t.prismaField({
    ...needs('qa.view'),
    type: 'Conversation',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { app, actor }) =>
      app.db.conversation.findFirst({
        ...query,
        where: { ...inTenant(localId(id, 'Conversation', ['id']), actor.organizationId), deletedAt: null },
      }),
  }),
);

builder.queryField('conversations', (t) =>
  t.prismaConnection(
    {
      ...needs('qa.view'),
      type: 'Conversation',
      cursor: 'id',
      description: 'Of the organization, the one asked in last first.',
      args: { search: t.arg.string({ description: 'Part of the title or of a question.' }) },
      resolve: async (query, _root, { search, ...page }, { app, actor }) => {
        checkPage(page);
        const text = search?.trim() ?? '';
        const holds = holding(text);
        return app.db.conversation.findMany({
          ...(await ownPage(query, actor, app.db.conversation)),
          where: {
            organizationId: actor.organizationId,
            deletedAt: null,
            ...(text && { OR: [{ title: holds }, { answers: { some: { question: holds } } }] }),
          },
          orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
        });
      },
    },
    { name: 'ConversationConnection' },
    { name: 'ConversationEdge' },
  ),
);
