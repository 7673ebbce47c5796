import type { BlockKind } from '../../src/formats/index.js';
import type { DocumentBlock } from '../../src/rfp/index.js';
import { BlockKindEnum } from '../block-kind.js';
import { builder } from '../builder.js';

const BlockLabel = builder.enumType('BlockLabel', {
  description: 'What a piece of the document is for the one who has to answer it.',
  values: {
    QUESTION: { value: 'question' },
    REQUIREMENT: { value: 'requirement' },
    INSTRUCTION: { value: 'instruction' },
    CONTEXT: { value: 'context' },
    FURNITURE: {
      value: 'furniture',
      description: 'Running headers and footers, page numbers, tables of contents.',
    },
  } as const,
});

const BlockPart = builder.objectRef<DocumentBlock['parts'][number]>('BlockPart').implement({
  description: 'A sentence, list item or table cell of a block.',
  fields: (t) => ({
    label: t.expose('label', { type: BlockLabel }),
    text: t.exposeString('text'),
    start: t.exposeInt('start'),
    end: t.exposeInt('end'),
  }),
});

export const DocumentBlockType = builder.objectRef<DocumentBlock>('DocumentBlock').implement({
  description: 'A piece of the document in reading order, with what it was taken for.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 0.' }),
    kind: t.exposeString('kind', {
      deprecationReason: 'blockKind says the same by an enum.',
      description: 'heading, paragraph, list-item or table-row.',
    }),
    blockKind: t.field({
      type: BlockKindEnum,
      description: 'What the block is.',
      resolve: ({ kind }) => kind as BlockKind,
    }),
    label: t.expose('label', { type: BlockLabel, description: 'The strongest label of its parts.' }),
    text: t.exposeString('text', { description: 'Verbatim.' }),
    number: t.exposeString('number', { nullable: true }),
    page: t.exposeInt('page', { nullable: true }),
    start: t.exposeInt('start', { description: 'Offset in the extracted text, in UTF-16 units.' }),
    end: t.exposeInt('end'),
    parts: t.field({ type: [BlockPart], resolve: ({ parts }) => parts }),
  }),
});
