import { documentSnippet, type Snippet } from '../../src/documents/index.js';
import { readAnchors } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { names } from '../kit/names.js';
import { tenantNode } from '../kit/tenant-node.js';
import { Answer } from '../rfp/answer.js';
import { DocumentDownloads } from './downloads.js';
import { DocumentTypeEnum, type DocumentTypeName } from './enums.js';
import { DocumentVersion } from './versions.js';

const HighlightRange = builder.objectRef<Snippet['highlights'][number]>('HighlightRange').implement({
  description: 'A part of a text, in UTF-16 code units.',
  fields: (t) => ({ start: t.exposeInt('start'), end: t.exposeInt('end') }),
});

const DocumentSnippet = builder.objectRef<Snippet>('DocumentSnippet').implement({
  description: 'Where a search meets the text of a document.',
  fields: (t) => ({
    text: t.exposeString('text'),
    highlights: t.expose('highlights', { type: [HighlightRange], description: 'The words that match.' }),
  }),
});

const DocumentSection = builder
  .objectRef<{ answerId: string; start: number; end: number }>('DocumentSection')
  .implement({
    description:
      'An answer that stands in a document: changed here, it changes there, and the other way round.',
    fields: (t) => ({
      answer: t.prismaField({
        type: Answer,
        resolve: (query, { answerId }, _args, { app }) =>
          app.db.answer.findUniqueOrThrow({ ...query, where: { id: answerId } }),
      }),
      start: t.exposeInt('start', { description: 'Of its text in `content`, in UTF-16 code units.' }),
      end: t.exposeInt('end'),
    }),
  });

export const DocumentType = builder.prismaNode('Document', {
  ...tenantNode('workflows.view', { subject: 'document' }),
  description: 'Editable Markdown that belongs to a workflow.',
  // Texts are long; they are read where they are asked for.
  select: { id: true },
  fields: (t) => ({
    workflowId: t.string({
      select: { workflow: { select: { run: { select: { reference: true } } } } },
      resolve: ({ workflow }) => workflow.run.reference,
    }),
    workflow: t.relation('workflow', { description: 'The response or proposal that it is the text of.' }),
    title: t.exposeString('title'),
    clientName: t.exposeString('clientName', { nullable: true }),
    documentType: t.exposeString('documentType', {
      deprecationReason: 'type says the same by an enum.',
      description: 'proposal or rfp_response.',
    }),
    type: t.field({
      type: DocumentTypeEnum,
      description: 'What the document is written for.',
      select: { documentType: true },
      resolve: ({ documentType }) => documentType as DocumentTypeName,
    }),
    content: t.exposeString('content', {
      description: 'Markdown. Comments such as `<!-- answer:3 -->` say whose answer stands between them.',
    }),
    version: t.exposeInt('version', { description: 'From 1; moves with each save that changes something.' }),
    generated: t.exposeBoolean('generated', {
      description: 'Its first text was made by the run, which brings later answers in.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    lastEditedBy: t.relation('lastEditedBy', {
      nullable: true,
      description: 'The last person; null while only the run has written it.',
    }),
    sections: t.field({
      type: [DocumentSection],
      description: 'The answers that stand in it, in the order of their questions.',
      select: { content: true, linkedAnswers: true, workflowId: true },
      resolve: async ({ content, linkedAnswers, workflowId }, _args, { app }) => {
        const { answers } = readAnchors(content);
        const linked = await app.db.answer.findMany({
          where: { workflowId, question: { position: { in: linkedAnswers } } },
          select: { id: true, question: { select: { position: true } } },
          orderBy: { question: { position: 'asc' } },
        });
        return linked.flatMap(({ id, question }) => {
          const at = answers.get(question.position);
          return at ? [{ answerId: id, start: at.start, end: at.end }] : [];
        });
      },
    }),
    versions: t.relatedConnection(
      'versions',
      {
        type: DocumentVersion,
        cursor: 'documentId_version',
        description: 'Newest first.',
        query: { orderBy: { version: 'desc' } },
        totalCount: true,
      },
      { name: 'DocumentVersionConnection' },
      { name: 'DocumentVersionEdge' },
    ),
    downloads: t.field({
      type: DocumentDownloads,
      select: { workflow: { select: { run: { select: { reference: true } } } } },
      resolve: ({ workflow }) => ({ workflowId: workflow.run.reference, version: null }),
    }),
    snippet: t.field({
      type: DocumentSnippet,
      nullable: true,
      description: 'The first passage with words of the search; null where only the title has them.',
      args: { search: t.arg.string({ ...names('word'), required: true }) },
      resolve: ({ id }, { search }, { app, actor }) => documentSnippet(app, actor, id, search),
    }),
  }),
});

builder.prismaObjectField(Answer, 'document', (t) =>
  t.field({
    type: DocumentType,
    nullable: true,
    description: 'The document that the answer stands in, where one does: changed there, it changes here.',
    select: (_args, _context, nestedSelection) => ({
      question: { select: { position: true } },
      workflow: { select: { document: nestedSelection({ select: { linkedAnswers: true } }) as object } },
    }),
    resolve: ({ question, workflow }) => {
      const { document } = workflow as { document: Linked | null };
      return document?.linkedAnswers.includes(question.position) ? document : null;
    },
  }),
);

type Linked = typeof DocumentType.$inferType & { linkedAnswers: number[] };
