import type { KnowledgeItem, Workflow } from '../generated/client/client.js';
import type { BlockKind } from '../src/formats/index.js';
import { allows } from '../src/identity/index.js';
import {
  type CellPlace,
  filesSeenBy,
  type PagePlace,
  type Place,
  placeOf,
  sourcesSeenBy,
} from '../src/sources/index.js';
import { BlockKindEnum } from './block-kind.js';
import { builder } from './builder.js';
import type { Context } from './context.js';
import { globalId, inTenant } from './ids.js';
import { globalID } from './kit/global-id.js';
import { needs } from './permissions.js';
import { expiresIn, SignedUrl, signed } from './signed-url.js';

/** What stands on a page of a document. */
interface Page {
  documentId: string;
  number: number;
  text: string;
  isPdf: boolean;
  width: number | null;
  height: number | null;
}

const imagePath = (documentId: string, page: number) =>
  `/sources/${encodeURIComponent(globalId('SourceDocument', documentId))}/pages/${page}.png`;

const SourcePage = builder.objectRef<Page>('SourcePage').implement({
  description: 'A page of a document that was uploaded.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    text: t.exposeString('text', { description: 'Of the blocks that begin on it, parted by blank lines.' }),
    signedImageUrl: t.field({
      type: SignedUrl,
      description:
        'A picture of the page, for a while without signing in. Null where the document is no PDF.',
      nullable: true,
      args: {
        width: t.arg.int({ description: 'In pixels; left out: as the service chooses.' }),
        ...expiresIn(t.arg),
      },
      resolve: ({ documentId, number, isPdf }, { width, expiresIn }, context) =>
        isPdf
          ? signed(
              context,
              `${context.publicUrl}${imagePath(documentId, number)}${width == null ? '' : `?width=${width}`}`,
              expiresIn,
            )
          : null,
    }),
    imageUrl: t.string({
      nullable: true,
      description:
        'A picture of the page. `?width=` is its width in pixels; `?span=10-250` marks a part of the text, ' +
        '`?rectangle=72,90,540,104` a part of the page. Null where the document is no PDF.',
      resolve: ({ documentId, number, isPdf }, _args, { publicUrl }) =>
        isPdf ? `${publicUrl}${imagePath(documentId, number)}` : null,
    }),
    width: t.exposeFloat('width', { nullable: true, description: 'In points; null where it is not known.' }),
    height: t.exposeFloat('height', { nullable: true }),
  }),
});

builder.prismaObject('SourceBlock', {
  description: 'A piece of a document in reading order.',
  select: { position: true },
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 0.' }),
    kind: t.exposeString('kind', {
      deprecationReason: 'blockKind says the same by an enum.',
      description: 'heading, paragraph, list-item or table-row.',
    }),
    blockKind: t.field({
      type: BlockKindEnum,
      description: 'What the block is.',
      select: { kind: true },
      resolve: ({ kind }) => kind as BlockKind,
    }),
    text: t.string({
      description: 'Verbatim.',
      select: { start: true, end: true, document: { select: { text: true } } },
      resolve: ({ start, end, document }) => document.text.slice(start, end),
    }),
    number: t.exposeString('number', {
      nullable: true,
      description: '"3.2.1", where the document numbers it.',
    }),
    level: t.exposeInt('level', { nullable: true, description: 'Of a heading or list item, from 1.' }),
    page: t.exposeInt('page', { nullable: true }),
    start: t.exposeInt('start', { description: 'Offset in the text of the document, in UTF-16 units.' }),
    end: t.exposeInt('end'),
    furniture: t.exposeString('furniture', {
      nullable: true,
      description: 'header, footer, page-number, contents or entered; null for running text.',
    }),
  }),
});

const isItem = (user: Workflow | KnowledgeItem): user is KnowledgeItem => 'contentHash' in user;

const SourceUse = builder.unionType('SourceUse', {
  description: 'What a document is used for.',
  types: ['Workflow', 'KnowledgeItem'] as never,
  resolveType: (user) => (isItem(user as Workflow | KnowledgeItem) ? 'KnowledgeItem' : 'Workflow'),
});

const MOST_USES = 100;

export const SourceDocument = builder.prismaNode('SourceDocument', {
  ...needs('signed-in'),
  id: { field: 'id' },
  description: 'A file that was uploaded, as text with places: read once for all that use it.',
  findUnique: (id, { app, actor }) => ({
    ...sourcesSeenBy(app, actor),
    ...inTenant(id, actor.organizationId),
  }),
  select: { id: true, format: true },
  fields: (t) => ({
    filename: t.string({
      description: 'As it was last uploaded.',
      select: (_args, { app, actor }) => ({
        files: {
          where: filesSeenBy(app, actor),
          select: { filename: true },
          orderBy: { createdAt: 'desc' },
          take: 1,
        },
      }),
      resolve: ({ files }) => files[0]?.filename ?? '',
    }),
    format: t.exposeString('format', {
      description: 'pdf, docx, doc, text, markdown, html, xlsx, csv or image.',
    }),
    pageCount: t.exposeInt('pageCount', {
      nullable: true,
      description: 'Null where the format has no pages of its own.',
    }),
    text: t.exposeString('text', {
      description: 'All of it; offsets of blocks and citations point into it.',
    }),
    pages: t.field({
      type: [SourcePage],
      description: 'Empty where the format has no pages of its own.',
      select: {
        text: true,
        pageCount: true,
        blocks: { select: { page: true, start: true, end: true }, orderBy: { position: 'asc' } },
        pages: { select: { number: true, width: true, height: true } },
      },
      resolve: ({ id, format, text, pageCount, blocks, pages }) => {
        const sizes = new Map(pages.map((page) => [page.number, page]));
        const texts = new Map<number, string[]>();
        for (const { page, start, end } of blocks)
          if (page !== null) texts.set(page, [...(texts.get(page) ?? []), text.slice(start, end)]);
        return Array.from({ length: pageCount ?? 0 }, (_, index): Page => {
          const number = index + 1;
          const { width = null, height = null } = sizes.get(number) ?? {};
          const shown = texts.get(number)?.join('\n\n') ?? '';
          return { documentId: id, number, text: shown, isPdf: format === 'pdf', width, height };
        });
      },
    }),
    blocks: t.relation('blocks', { query: { orderBy: { position: 'asc' } } }),
    usedBy: t.field({
      type: [SourceUse],
      description: `RFPs and knowledge that it came with, as far as one may see them; the newest ${MOST_USES} of each.`,
      resolve: ({ id }, _args, context) => usersOf(context, id) as never,
    }),
  }),
});

async function usersOf(
  { app, actor }: Context,
  sourceDocumentId: string,
): Promise<(Workflow | KnowledgeItem)[]> {
  const { organizationId } = actor;
  const page = { orderBy: { id: 'desc' }, take: MOST_USES } as const;
  const [workflows, items] = await Promise.all([
    allows(actor, 'workflows.view')
      ? app.db.workflow.findMany({
          where: { organizationId, rfp: { file: { sourceDocumentId } } },
          include: { run: true },
          ...page,
        })
      : [],
    allows(actor, 'knowledge.view')
      ? app.db.knowledgeItem.findMany({
          where: { organizationId, deletedAt: null, versions: { some: { file: { sourceDocumentId } } } },
          ...page,
        })
      : [],
  ]);
  return [...workflows, ...items];
}

const Rectangle = builder.objectRef<PagePlace>('Rectangle').implement({
  description: 'A part of a page, in points from its top left corner.',
  fields: (t) => ({
    page: t.exposeInt('page', { description: 'From 1.' }),
    x: t.exposeFloat('x0', { description: 'Of its left edge.' }),
    y: t.exposeFloat('y0', { description: 'Of its upper edge.' }),
    width: t.float({ resolve: ({ x0, x1 }) => x1 - x0 }),
    height: t.float({ resolve: ({ y0, y1 }) => y1 - y0 }),
  }),
});

export const SheetCell = builder.objectRef<CellPlace>('SheetCell').implement({
  description: 'A cell of a spreadsheet.',
  fields: (t) => ({
    sheet: t.exposeString('sheet', {
      nullable: true,
      description: 'Null in a file that is one sheet without a name, and in a Word form.',
    }),
    reference: t.exposeString('reference', { description: '"B12"; a place in a Word form.' }),
  }),
});

/** A quote, and how to find where it stands. */
export interface CitationShape {
  quote: string;
  page: number | null;
  start: number | null;
  end: number | null;
  /** Null where the quote stands in no document that is kept. */
  documentId: () => Promise<string | null>;
}

/** The id of the document, where one may see it. */
async function documentOf({ app, actor }: Context, citation: CitationShape): Promise<string | null> {
  const id = await citation.documentId();
  if (id === null) return null;
  const where = { ...sourcesSeenBy(app, actor), id };
  return (await app.db.sourceDocument.findFirst({ where, select: { id: true } }))?.id ?? null;
}

/** Rectangles and cell of a citation are most often asked for together, and found together. */
const places = new WeakMap<CitationShape, Promise<Place>>();

function placeFor(context: Context, citation: CitationShape): Promise<Place> {
  const begun = places.get(citation) ?? findPlace(context, citation);
  places.set(citation, begun);
  return begun;
}

async function findPlace(context: Context, citation: CitationShape): Promise<Place> {
  const { start, end } = citation;
  const document = start === null || end === null ? null : await documentOf(context, citation);
  return document
    ? placeOf(context.app, document, { start: start!, end: end! })
    : { rectangles: [], cell: null };
}

export const Citation = builder.objectRef<CitationShape>('Citation').implement({
  description: 'A quote with its place in the document that it was taken from.',
  fields: (t) => ({
    quote: t.exposeString('quote', { description: 'Verbatim.' }),
    document: t.prismaField({
      type: SourceDocument,
      nullable: true,
      description: 'Null where it was taken from no file, or the file says something else by now.',
      resolve: async (query, citation, _args, context) => {
        const id = await documentOf(context, citation);
        return id === null ? null : context.app.db.sourceDocument.findUnique({ ...query, where: { id } });
      },
    }),
    page: t.exposeInt('page', { nullable: true, description: 'On which it begins, from 1.' }),
    start: t.exposeInt('start', {
      nullable: true,
      description: 'Offset in the text of the document, in UTF-16 units.',
    }),
    end: t.exposeInt('end', { nullable: true }),
    rectangles: t.field({
      type: [Rectangle],
      description: 'Where it stands on the pages: one for each line or cell. Empty where that is not known.',
      resolve: async (citation, _args, context) => (await placeFor(context, citation)).rectangles,
    }),
    cell: t.field({
      type: SheetCell,
      nullable: true,
      description: 'Where it begins in a spreadsheet.',
      resolve: async (citation, _args, context) => (await placeFor(context, citation)).cell,
    }),
  }),
});

builder.queryField('sourceDocument', (t) =>
  t.prismaField({
    ...needs('signed-in'),
    type: SourceDocument,
    nullable: true,
    args: { id: t.arg.id({ ...globalID('SourceDocument'), required: true }) },
    resolve: (query, _root, { id }, { app, actor }) =>
      app.db.sourceDocument.findFirst({
        ...query,
        where: { ...sourcesSeenBy(app, actor), ...inTenant(id, actor.organizationId) },
      }),
  }),
);
