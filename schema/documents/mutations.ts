import { createDocument, restoreDocument, type SavedDocument, saveDocument } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { entityPayload, type Payload } from '../kit/payload.js';
import type { Changes } from '../kit/versions.js';
import { Answer } from '../rfp/answer.js';
import { DocumentTypeEnum } from './enums.js';

/** Where nothing was saved, nothing is said to be unlinked. */
type DocumentPayloadShape = Payload & Partial<Omit<SavedDocument, 'id'>>;

const DocumentConflict = builder.objectRef<{ id: string; version: number }>('DocumentConflict').implement({
  description: 'The document as it is now, to bring changes into.',
  fields: (t) => ({
    currentVersion: t.exposeInt('version'),
    currentDocument: t.prismaField({
      type: 'Document',
      nullable: true,
      resolve: (query, { id }, _args, { app, actor }) =>
        app.db.document.findFirst({ ...query, where: { id, organizationId: actor.organizationId } }),
    }),
  }),
});

const DocumentPayload = entityPayload<DocumentPayloadShape>('DocumentPayload', {
  field: 'document',
  model: 'Document',
  more: (t) => ({
    workflow: t.prismaField({
      type: 'Workflow',
      nullable: true,
      description: 'What the document belongs to, as it is after the change.',
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.workflow.findFirst({ ...query, where: { document: { id } } }),
    }),
    conflict: t.field({
      type: DocumentConflict,
      nullable: true,
      description: 'Set where the version that was edited is no longer the current one; nothing was saved.',
      deprecationReason:
        'Use `current` of the payload and `currentVersion` of the error, which every change has.',
      resolve: ({ errors }: DocumentPayloadShape) => errors.find(({ isStale }) => isStale)?.current ?? null,
    }),
    unlinked: t.prismaField({
      type: [Answer],
      description:
        'Answers whose anchors this change took away: their text stays here, but no longer follows the answer.',
      resolve: (query, { unlinked = [] }, _args, { app, actor }) =>
        unlinked.length
          ? app.db.answer.findMany({
              ...query,
              where: { id: { in: unlinked }, organizationId: actor.organizationId },
              orderBy: { question: { position: 'asc' } },
            })
          : [],
    }),
  }),
});

/** The document of a workflow. */
const changes: Changes = {
  type: 'Document',
  find: ({ workflowId: reference }: { workflowId: string }, { app, actor: { organizationId } }) =>
    app.db.document.findFirst({
      where: { organizationId, workflow: { run: { reference } } },
      select: { id: true, version: true },
    }),
};

mutation('createDocument', {
  permission: 'documents.edit',
  idempotency: 'key',
  description:
    'Makes the editable document of a workflow. One that was generated and never edited gives way to it.',
  input: (t) => ({
    workflowId: t.string({ required: true }),
    title: t.string({ required: true }),
    content: t.string({ required: true, description: 'Markdown.' }),
    clientName: t.string({ description: 'That of the workflow where left out.' }),
    type: t.field({
      type: DocumentTypeEnum,
      description: 'By the kind of the workflow where left out.',
    }),
    documentType: t.string({
      ...names('documentType'),
      deprecationReason: 'type says the same by an enum.',
      description: 'proposal or rfp_response; by the kind of the workflow where left out.',
    }),
  }),
  payload: DocumentPayload,
  changes,
  work: ({ type, ...input }, { app, actor }) =>
    createDocument(app, actor, { ...input, documentType: type ?? input.documentType }),
});

mutation('saveDocument', {
  permission: 'documents.edit',
  idempotency: 'natural',
  description:
    'Saves the document as a new version; earlier ones are kept. What changed of the answers in it becomes an edit of them.',
  input: (t) => ({
    workflowId: t.string({ required: true }),
    title: t.string({ description: 'Left out: it stays.' }),
    content: t.string({ description: 'Markdown. Left out: it stays.' }),
  }),
  payload: DocumentPayload,
  changes,
  work: ({ workflowId, title, content, expectedVersion }, { app, actor }) =>
    saveDocument(app, actor, {
      workflowId,
      title: title ?? null,
      content: content ?? null,
      expectedVersion,
    }),
});

mutation('restoreDocument', {
  permission: 'documents.edit',
  idempotency: 'key',
  description: 'Brings an earlier version back, as a new one.',
  input: (t) => ({
    workflowId: t.string({ required: true }),
    version: t.int({ required: true, description: 'The one whose title and text come back.' }),
  }),
  payload: DocumentPayload,
  changes,
  work: ({ workflowId, version, expectedVersion }, { app, actor }) =>
    restoreDocument(app, actor, { workflowId, version, expectedVersion }),
});
