import type { Span } from '../src/formats/index.js';
import { type Filters, type Hit, searchKnowledge } from '../src/knowledge/index.js';
import { builder } from './builder.js';
import { badRequest } from './errors.js';
import { names } from './kit/names.js';
import { needs } from './permissions.js';
import { SourceMetadata } from './source-metadata.js';

const TextSpan = builder.objectRef<Span>('TextSpan').implement({
  description: 'A piece of a text: UTF-16 offsets, `end` exclusive.',
  fields: (t) => ({ start: t.exposeInt('start'), end: t.exposeInt('end') }),
});

const KnowledgeHit = builder.objectRef<Hit>('KnowledgeHit').implement({
  description: 'A passage that a search found, with how well it fits.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'The passage, verbatim; of a question/answer pair, the answer.',
    }),
    question: t.exposeString('question', {
      nullable: true,
      description: 'Of a question/answer pair, the question.',
    }),
    title: t.exposeString('title', { description: 'Of the item it belongs to.' }),
    score: t.exposeFloat('score', {
      description: '0 to 1: roughly how often a passage with such evidence answers the question.',
    }),
    highlights: t.field({
      type: [TextSpan],
      description: 'Where words of the query stand in `text`, in order.',
      resolve: ({ highlights }) => highlights,
    }),
    snippet: t.exposeString('snippet', {
      description: 'The sentences that say most about the query, as HTML whose only tag is `<mark>`.',
    }),
    metadata: t.field({ type: SourceMetadata, resolve: (hit) => ({ ...hit, knowledgeId: hit.itemId }) }),
    item: t.prismaField({
      type: 'KnowledgeItem',
      nullable: true,
      description: 'Null where it was deleted meanwhile.',
      // Look-ups by id of one moment go to the database together.
      resolve: (query, { itemId }, _args, { app }) =>
        app.db.knowledgeItem.findUnique({ ...query, where: { id: itemId } }),
    }),
  }),
});

const KINDS = ['document', 'qa_pair', 'text'];
const MOST_VALUES = 50;

interface FilterInput {
  tags?: string[] | null;
  sources?: string[] | null;
  kinds?: string[] | null;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
}

const KnowledgeFilter = builder.inputType('KnowledgeSearchFilter', {
  description: 'What the items must be; all that is given.',
  fields: (t) => ({
    tags: t.stringList({ ...names('tag'), description: 'At least one of them.' }),
    sources: t.stringList({ ...names('source'), description: 'One of them, as `source` has it.' }),
    kinds: t.stringList({ ...names('itemKind'), description: 'document, qa_pair or text.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'At this moment or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

builder.queryField('knowledgeSearch', (t) =>
  t.field({
    ...needs('knowledge.view'),
    type: [KnowledgeHit],
    description:
      'The passages that say most about a question or a few words, best first. Words in quotation marks must occur in ' +
      'this order; words that occur nowhere are taken for the nearest ones that do.',
    args: {
      query: t.arg.string({ ...names('word'), required: true }),
      first: t.arg.int({ defaultValue: 5 }),
      filter: t.arg({ type: KnowledgeFilter }),
    },
    resolve: (_root, { query, first, filter }, { app, actor }) => {
      if (query.length > 10_000) throw badRequest('The query is longer than 10,000 characters.');
      const { organizationId } = actor;
      return searchKnowledge(app, { organizationId, query, first: first ?? 5, ...filtersOf(filter) });
    },
  }),
);

function filtersOf(filter: FilterInput | null | undefined): Filters {
  const { tags, sources, kinds, createdAfter, createdBefore } = filter ?? {};
  for (const [name, values] of Object.entries({ tags, sources, kinds }))
    if ((values?.length ?? 0) > MOST_VALUES)
      throw badRequest(`\`filter.${name}\` has ${values?.length} values; it takes up to ${MOST_VALUES}.`);
  const unknown = kinds?.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined)
    throw badRequest(`\`filter.kinds\` has "${unknown}"; the kinds are ${KINDS.join(', ')}.`);
  if (createdAfter && createdBefore && createdAfter >= createdBefore)
    throw badRequest('`filter.createdAfter` is not before `filter.createdBefore`.');
  return {
    // As they are stored.
    ...(tags && { tags: tags.map((tag) => tag.trim().toLowerCase()) }),
    ...(sources && { sources }),
    ...(kinds && { kinds }),
    ...(createdAfter && { createdAfter }),
    ...(createdBefore && { createdBefore }),
  };
}
