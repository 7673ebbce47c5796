import { compareVersions, type DocumentDiff } from '../../src/documents/index.js';
import { builder } from '../builder.js';
import { needs } from '../permissions.js';
import { DiffHunkType } from './diff.js';
import { DocumentDownloads } from './downloads.js';

export const DocumentVersion = builder.prismaObject('DocumentVersion', {
  description: 'A document as it was saved once.',
  // Texts are long; they are read where they are asked for.
  select: { documentId: true, version: true },
  fields: (t) => ({
    version: t.exposeInt('version'),
    title: t.exposeString('title'),
    content: t.exposeString('content', { description: 'Markdown.' }),
    characters: t.exposeInt('characters'),
    linesAdded: t.exposeInt('linesAdded', {
      nullable: true,
      description: 'Against the version before. Null for versions of before this was counted.',
    }),
    linesRemoved: t.exposeInt('linesRemoved', { nullable: true }),
    restoredFrom: t.exposeInt('restoredFrom', {
      nullable: true,
      description: 'The version that was brought back.',
    }),
    editedBy: t.relation('editedBy', { nullable: true, description: 'Null where a run wrote it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    downloads: t.field({
      type: DocumentDownloads,
      select: { document: { select: { workflow: { select: { run: { select: { reference: true } } } } } } },
      resolve: ({ version, document }) => ({ workflowId: document.workflow.run.reference, version }),
    }),
  }),
});

builder.queryField('documentVersion', (t) =>
  t.prismaField({
    ...needs('workflows.view'),
    type: DocumentVersion,
    nullable: true,
    args: { workflowId: t.arg.string({ required: true }), version: t.arg.int({ required: true }) },
    resolve: (query, _root, { workflowId, version }, { app, actor }) =>
      app.db.documentVersion.findFirst({
        ...query,
        where: {
          version,
          organizationId: actor.organizationId,
          document: { workflow: { run: { reference: workflowId } } },
        },
      }),
  }),
);

const versionOf = (documentId: string, version: number) => ({
  where: { documentId_version: { documentId, version } },
});

const DocumentDiffType = builder.objectRef<DocumentDiff>('DocumentDiff').implement({
  description: 'What changed between two versions of a document.',
  fields: (t) => ({
    from: t.prismaField({
      type: DocumentVersion,
      resolve: (query, { documentId, from }, _args, { app }) =>
        app.db.documentVersion.findUniqueOrThrow({ ...query, ...versionOf(documentId, from) }),
    }),
    to: t.prismaField({
      type: DocumentVersion,
      resolve: (query, { documentId, to }, _args, { app }) =>
        app.db.documentVersion.findUniqueOrThrow({ ...query, ...versionOf(documentId, to) }),
    }),
    hunks: t.field({ type: [DiffHunkType], resolve: ({ hunks }) => hunks }),
    linesAdded: t.exposeInt('linesAdded'),
    linesRemoved: t.exposeInt('linesRemoved'),
    unified: t.exposeString('unified', { description: 'The hunks in the unified format of `diff -u`.' }),
    coarse: t.exposeBoolean('coarse', {
      description:
        'The texts were too different to be compared line by line in time: all from the first difference to the last shows as changed.',
    }),
    truncated: t.exposeBoolean('truncated', {
      description: 'There are more changes than the 5,000 lines that are shown.',
    }),
  }),
});

builder.queryField('documentDiff', (t) =>
  t.field({
    ...needs('workflows.view'),
    type: DocumentDiffType,
    description: 'NOT_FOUND where the document has no such version.',
    args: {
      workflowId: t.arg.string({ required: true }),
      from: t.arg.int({ required: true, description: 'The version with the old text.' }),
      to: t.arg.int({ required: true, description: 'The version with the new text.' }),
    },
    resolve: (_root, { workflowId, from, to }, { app, actor }) =>
      compareVersions(app, actor, workflowId, [from, to]),
  }),
);
