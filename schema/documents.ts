import { createDocument, saveDocument } from '../src/rfp/index.js';
import { builder } from './builder.js';
import { checkPage } from './connections.js';
import { inTenant } from './ids.js';
import { errorsField, mutation, payloadRef } from './payloads.js';

builder.prismaNode('Document', {
  id: { field: 'id' },
  description: 'Editable Markdown that belongs to a workflow.',
  findUnique: (id, { actor }) => inTenant(id, actor.organizationId),
  fields: (t) => ({
    workflowId: t.string({
      select: { workflow: { select: { reference: true } } },
      resolve: ({ workflow }) => workflow.reference,
    }),
    title: t.exposeString('title'),
    clientName: t.exposeString('clientName', { nullable: true }),
    documentType: t.exposeString('documentType', { description: 'proposal or rfp_response.' }),
    content: t.exposeString('content', { description: 'Markdown.' }),
    version: t.exposeInt('version', { description: 'From 1; moves with each save.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    lastEditedBy: t.relation('lastEditedBy', { nullable: true }),
  }),
});

builder.queryField('document', (t) =>
  t.prismaField({
    type: 'Document',
    nullable: true,
    args: { workflowId: t.arg.string({ required: true }) },
    resolve: (query, _root, { workflowId }, { app, actor }) =>
      app.db.document.findFirst({
        ...query,
        where: { organizationId: actor.organizationId, workflow: { reference: workflowId } },
      }),
  }),
);

builder.queryField('documents', (t) =>
  t.prismaConnection(
    {
      type: 'Document',
      cursor: 'id',
      description: 'Newest first.',
      resolve: (query, _root, args, { app, actor }) => {
        checkPage(args);
        const where = { organizationId: actor.organizationId };
        return app.db.document.findMany({ ...query, where, orderBy: { id: 'desc' } });
      },
    },
    { name: 'DocumentConnection' },
    { name: 'DocumentEdge' },
  ),
);

const DocumentPayload = payloadRef('DocumentPayload').implement({
  fields: (t) => ({
    document: t.prismaField({
      type: 'Document',
      nullable: true,
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.document.findUnique({ ...query, where: { id } }),
    }),
    errors: t.field(errorsField),
  }),
});

mutation('createDocument', {
  description: 'Makes the editable document of a workflow.',
  input: builder.inputType('CreateDocumentInput', {
    fields: (t) => ({
      workflowId: t.string({ required: true }),
      title: t.string({ required: true }),
      content: t.string({ required: true, description: 'Markdown.' }),
      clientName: t.string({ description: 'That of the workflow where left out.' }),
      documentType: t.string({
        description: 'proposal or rfp_response; by the kind of the workflow where left out.',
      }),
    }),
  }),
  payload: DocumentPayload,
  work: (input, { app, actor }) => createDocument(app, actor, input),
});

mutation('saveDocument', {
  description: 'Saves the document as a new version; earlier ones are kept.',
  input: builder.inputType('SaveDocumentInput', {
    fields: (t) => ({
      workflowId: t.string({ required: true }),
      title: t.string({ description: 'Left out: it stays.' }),
      content: t.string({ description: 'Markdown. Left out: it stays.' }),
      expectedVersion: t.int({
        description: 'The version you edited; a save in between is then a CONFLICT.',
      }),
    }),
  }),
  payload: DocumentPayload,
  work: ({ workflowId, title, content, expectedVersion }, { app, actor }) =>
    saveDocument(app, actor, {
      workflowId,
      title: title ?? null,
      content: content ?? null,
      expectedVersion: expectedVersion ?? null,
    }),
});
