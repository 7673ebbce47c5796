import { documentsWhere } from '../../src/documents/index.js';
import { builder } from '../builder.js';
import { checkPage, ownPage } from '../connections.js';
import { inQuery } from '../errors.js';
import { localId } from '../ids.js';
import { needs } from '../permissions.js';
import { DocumentType } from './document.js';

builder.queryField('document', (t) =>
  t.prismaField({
    ...needs('workflows.view'),
    type: DocumentType,
    nullable: true,
    args: { workflowId: t.arg.string({ required: true }) },
    resolve: (query, _root, { workflowId }, { app, actor }) =>
      app.db.document.findFirst({
        ...query,
        where: { organizationId: actor.organizationId, workflow: { run: { reference: workflowId } } },
      }),
  }),
);

const DocumentOrder = builder.enumType('DocumentOrder', {
  description: 'What documents are sorted by.',
  values: {
    UPDATED_AT: { value: 'updatedAt', description: 'Last changed first.' },
    TITLE: { value: 'title', description: 'From A to Z.' },
  },
} as const);

builder.queryField('documents', (t) =>
  t.prismaConnection(
    {
      ...needs('workflows.view'),
      type: DocumentType,
      cursor: 'id',
      args: {
        documentType: t.arg.string({ description: 'proposal or rfp_response.' }),
        clientName: t.arg.string({ description: 'Part of the name.' }),
        editedBy: t.arg.id({ description: 'The last editor: the `id` of a User.' }),
        updatedAfter: t.arg({ type: 'DateTime' }),
        updatedBefore: t.arg({ type: 'DateTime' }),
        search: t.arg.string({
          description:
            'Words that all stand in title or text, in any form; "quoted" together, -excluded. The 1,000 best matches.',
        }),
        orderBy: t.arg({ type: DocumentOrder, defaultValue: 'updatedAt' }),
      },
      resolve: async (query, _root, args, { app, actor }) => {
        checkPage(args);
        const where = await conditionOf(args, app, actor);
        const order =
          args.orderBy === 'title' ? ({ title: 'asc' } as const) : ({ updatedAt: 'desc' } as const);
        const page = await ownPage(query, actor, app.db.document);
        return app.db.document.findMany({ ...page, where, orderBy: [order, { id: 'desc' }] });
      },
      totalCount: async (_root, args, { app, actor }) =>
        app.db.document.count({ where: await conditionOf(args, app, actor) }),
    },
    { name: 'DocumentConnection' },
    { name: 'DocumentEdge' },
  ),
);

type Where = typeof documentsWhere;

/** What is asked for, with ids as the database has them. */
const conditionOf = (
  { editedBy, ...filter }: Omit<Parameters<Where>[2], 'editedBy'> & { editedBy?: string | number | null },
  app: Parameters<Where>[0],
  actor: Parameters<Where>[1],
) =>
  inQuery(async () =>
    documentsWhere(app, actor, {
      ...filter,
      editedBy: editedBy == null ? null : localId(editedBy, 'User', ['editedBy']),
    }),
  );
