import type { FormCells, Route } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { tenantNode } from '../kit/tenant-node.js';
import { Citation, SheetCell } from '../sources.js';
import { QuestionKindEnum, QuestionRouteEnum } from './enums.js';

const NO_CELLS = { sheet: null, answer: null, comment: null, marks: [] };

const cellAt = (sheet: string | null, reference: string | null | undefined) =>
  reference ? { sheet, reference } : null;

const TextLocation = builder.prismaObject('Question', {
  variant: 'TextLocation',
  description: 'Where the text stands: page (from 1) and offsets in the extracted text, in UTF-16 units.',
  fields: (t) => ({
    page: t.exposeInt('page', { nullable: true }),
    start: t.exposeInt('start'),
    end: t.exposeInt('end'),
    citation: t.field({
      type: Citation,
      description: 'The same with the document, and where on its pages or in which cell it stands.',
      select: {
        text: true,
        workflow: { select: { rfp: { select: { file: { select: { sourceDocumentId: true } } } } } },
      },
      resolve: ({ text: quote, page, start, end, workflow }) => ({
        quote,
        page,
        start,
        end,
        documentId: async () => workflow.rfp?.file?.sourceDocumentId ?? null,
      }),
    }),
  }),
});

builder.prismaNode('Question', {
  ...tenantNode('workflows.view'),
  description: 'Something the vendor must answer or comply with, quoted from the source.',
  select: { id: true },
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 1, in the order of the document.' }),
    number: t.exposeString('number', {
      nullable: true,
      description: '"3.2.1", where the source numbers it.',
    }),
    kind: t.expose('kind', { type: QuestionKindEnum }),
    text: t.exposeString('text', { description: 'Verbatim.' }),
    section: t.exposeString('section', { nullable: true }),
    context: t.exposeString('context', {
      nullable: true,
      description: 'The stem of the list it stands in ("The system must:").',
    }),
    route: t.exposeString('route', {
      deprecationReason: 'questionRoute says the same by an enum.',
      description: 'security, technical, pricing, legal, company, delivery, support or other.',
    }),
    questionRoute: t.field({
      type: QuestionRouteEnum,
      description: 'Which of our people the question is for.',
      select: { route: true },
      resolve: ({ route }) => route as Route,
    }),
    options: t.exposeStringList('options', {
      description: 'The answers that a form lists, to the letter; empty where any text will do.',
    }),
    hint: t.exposeString('hint', { nullable: true, description: 'What a form says of how to answer.' }),
    cell: t.field({
      type: SheetCell,
      nullable: true,
      description:
        'Where a form takes the answer: the first of the cells of which one is marked. In a Word form the place in the document. Null for documents.',
      select: { cells: true },
      resolve: ({ cells }) => {
        const { sheet, answer, marks } = (cells ?? NO_CELLS) as unknown as FormCells;
        return cellAt(sheet, answer ?? marks[0]?.reference);
      },
    }),
    commentCell: t.field({
      type: SheetCell,
      nullable: true,
      description: 'Where a form takes a comment on the answer.',
      select: { cells: true },
      resolve: ({ cells }) => {
        const { sheet, comment } = (cells ?? NO_CELLS) as unknown as FormCells;
        return cellAt(sheet, comment);
      },
    }),
    location: t.variant(TextLocation),
    answer: t.relation('answer', { nullable: true }),
  }),
});
