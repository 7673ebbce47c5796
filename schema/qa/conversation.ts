import { holding } from '../../src/platform/database/db.js';
import { builder } from '../builder.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantField, tenantNode } from '../kit/tenant-node.js';
import { VERSION } from '../kit/versions.js';

builder.prismaNode('Conversation', {
  ...tenantNode('qa.view', { where: { deletedAt: null }, subject: 'conversation' }),
  description: 'Questions that belong together, each of which may refer to those before it.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'The beginning of the first question, until renamed.' }),
    version: t.exposeInt('version', {
      description: `${VERSION} Questions that are asked in it leave it.`,
    }),
    answers: t.relatedConnection(
      'answers',
      {
        cursor: 'id',
        description: 'Oldest first.',
        query: { orderBy: { position: 'asc' } },
        totalCount: true,
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

tenantField('conversation', { permission: 'qa.view', model: 'Conversation', where: { deletedAt: null } });

tenantConnection('conversations', {
  permission: 'qa.view',
  model: 'Conversation',
  description: 'Of the organization, the one asked in last first.',
  args: (t) => ({
    search: t.string({ ...names('word'), description: 'Part of the title or of a question.' }),
  }),
  where: (_context, { search }) => {
    const text = search?.trim() ?? '';
    const holds = holding(text);
    return {
      deletedAt: null,
      ...(text && { OR: [{ title: holds }, { answers: { some: { question: holds } } }] }),
    };
  },
  orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
});
