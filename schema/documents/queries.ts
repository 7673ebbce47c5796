import { documentsWhere } from '../../src/documents/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { needs } from '../permissions.js';
import { DocumentType } from './document.js';
import { DocumentTypeEnum } from './enums.js';

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

tenantConnection('documents', {
  permission: 'workflows.view',
  model: 'Document',
  type: DocumentType,
  args: (t) => ({
    documentType: t.string({
      ...names('documentType'),
      deprecationReason: 'type says the same by an enum.',
      description: 'proposal or rfp_response.',
    }),
    type: t.field({ type: DocumentTypeEnum, description: 'Those of this type.' }),
    clientName: t.string({ ...names('client'), description: 'Part of the name.' }),
    editedBy: t.id({ ...globalID('User'), description: 'The last editor: the `id` of a User.' }),
    updatedAfter: t.field({ type: 'DateTime' }),
    updatedBefore: t.field({ type: 'DateTime' }),
    search: t.string({
      ...names('word'),
      description:
        'Words that all stand in title or text, in any form; "quoted" together, -excluded. The 1,000 best matches.',
    }),
    orderBy: t.field({ type: DocumentOrder, defaultValue: 'updatedAt' }),
  }),
  where: ({ app, actor }, { orderBy: _order, type, ...filter }) =>
    documentsWhere(app, actor, { ...filter, documentType: type ?? filter.documentType }),
  orderBy: ({ orderBy }) => [orderBy === 'title' ? { title: 'asc' } : { updatedAt: 'desc' }, { id: 'desc' }],
});
