import {
  dismissLibraryFinding,
  type LibraryFinding,
  type LibraryPair,
  libraryFindings,
  mergeLibraryPairs,
} from '../src/rfp/index.js';
import { builder } from './builder.js';
import { badRequest } from './errors.js';
import { globalID } from './kit/global-id.js';
import { mutation } from './kit/mutation.js';
import { names } from './kit/names.js';
import { entityPayload, type Payload, payload } from './kit/payload.js';
import { row } from './kit/versions.js';
import { needs } from './permissions.js';

const PairProvenance = builder.prismaObject('PairProvenance', {
  description: 'An approved answer that a pair of the library was made from, or that confirmed it.',
  fields: (t) => ({
    workflowId: t.string({
      select: { workflow: { select: { run: { select: { reference: true } } } } },
      resolve: ({ workflow }) => workflow.run.reference,
    }),
    clientName: t.exposeString('clientName'),
    answer: t.relation('answer'),
    approvedBy: t.relation('approvedBy', {
      nullable: true,
      description: 'Null where it was added by hand before it was approved.',
    }),
    approvedAt: t.expose('approvedAt', { type: 'DateTime', nullable: true }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the approval was taken back, or another text took its place.',
    }),
  }),
});

const MOST_PROVENANCE = 100;

builder.prismaObjectField('KnowledgeItem', 'provenance', (t) =>
  t.relation('provenance', {
    type: PairProvenance,
    description:
      'Pairs: the approved answers behind it, newest first, up to 100. Empty for what was added by hand.',
    query: { orderBy: { id: 'desc' }, take: MOST_PROVENANCE },
  }),
);

builder.prismaObjectField('KnowledgeItem', 'mergedPairs', (t) =>
  t.relationCount('merged', { description: 'How many pairs were dropped in favour of this one.' }),
);

const LibraryPairType = builder.objectRef<LibraryPair>('LibraryPair').implement({
  description: 'A question with its approved answer, as the library holds it.',
  fields: (t) => ({
    question: t.exposeString('question'),
    answer: t.exposeString('answer', { description: 'Markdown.' }),
    item: t.prismaField({
      type: 'KnowledgeItem',
      description: 'Of kind qa_pair, or the document in which the pair stands.',
      resolve: (query, { itemId }, _args, { app, actor }) =>
        app.db.knowledgeItem.findFirstOrThrow({
          ...query,
          where: { id: itemId, organizationId: actor.organizationId },
        }),
    }),
  }),
});

const LibraryFindingType = builder.objectRef<LibraryFinding>('LibraryFinding').implement({
  description: 'Pairs of the answer library that somebody should look at together.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'For dismissLibraryFinding.' }),
    reason: t.exposeString('reason', { description: 'What was found, in a sentence.' }),
    similarity: t.exposeFloat('similarity', {
      description: '0 to 1: how alike the questions are, and of duplicates the answers too.',
    }),
    pairs: t.field({ type: [LibraryPairType], description: 'Two to 50.', resolve: ({ pairs }) => pairs }),
  }),
});

const LibraryFindings = builder.connectionObject(
  {
    type: LibraryFindingType,
    name: 'LibraryFindingConnection',
    fields: (t) => ({
      totalCount: t.int({ resolve: (page) => (page as unknown as { total: number }).total }),
    }),
  },
  { name: 'LibraryFindingEdge' },
);

const findingsField = (name: string, kind: LibraryFinding['kind'], description: string) =>
  builder.queryField(name, (t) =>
    t.field({
      ...needs('knowledge.view'),
      type: LibraryFindings,
      description: `${description} Those with most pairs first.`,
      args: { first: t.arg.int({ defaultValue: 20 }), after: t.arg.string() },
      resolve: async (_root, { first, after }, { app, actor }) =>
        pageOf(await libraryFindings(app, actor, kind), first ?? 20, after ?? null),
    }),
  );

findingsField(
  'libraryDuplicates',
  'duplicate',
  'Pairs that ask and answer the same, or nearly so: mergeLibraryPairs keeps one of them.',
);
findingsField(
  'libraryContradictions',
  'contradiction',
  'Pairs that ask the same and state different things: correct or delete what no longer holds.',
);

/** A cursor holds the place in the order, so that a finding may go while somebody turns the pages. */
const cursorOf = ({ pairs, id }: LibraryFinding) => btoa(`${pairs.length} ${id}`);

function pageOf(findings: LibraryFinding[], first: number, after: string | null) {
  const rest = after === null ? findings : findings.filter((finding) => isBehind(finding, after));
  const edges = rest.slice(0, first).map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rest.length > first,
      hasPreviousPage: rest.length < findings.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    total: findings.length,
  };
}

function isBehind({ pairs, id }: LibraryFinding, cursor: string): boolean {
  const [, count, last] = /^(\d+) ([0-9a-f]{32})$/.exec(textOf(cursor)) ?? [];
  if (last === undefined) throw badRequest('`after` is not a cursor of this list.');
  return pairs.length < Number(count) || (pairs.length === Number(count) && id > last);
}

function textOf(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return '';
  }
}

mutation('dismissLibraryFinding', {
  permission: 'knowledge.edit',
  idempotency: 'natural',
  description: 'Takes a finding off the clean-up lists. It comes back when another pair joins it.',
  input: (t) => ({ id: t.id({ ...names('finding'), required: true }) }),
  payload: payload('DismissLibraryFindingPayload', (t) => {
    const dismissed = {
      nullable: true as const,
      description: 'The id of what was dismissed.',
      resolve: ({ id }: Payload) => id,
    };
    const deprecationReason = 'Use dismissedId: with this field, caches take the payload for the finding.';
    return { dismissedId: t.id(dismissed), id: t.id({ ...dismissed, deprecationReason }) };
  }),
  work: ({ id }, { app, actor }) => dismissLibraryFinding(app, actor, id),
});

mutation('mergeLibraryPairs', {
  permission: 'knowledge.delete',
  idempotency: 'natural',
  description:
    'Keeps one pair for several. The others are found no more; where they came from stays known with the one kept.',
  input: (t) => ({
    keepId: t.id({ ...globalID('KnowledgeItem'), required: true }),
    dropIds: t.idList({ ...globalID('KnowledgeItem'), required: true, description: '1 to 100.' }),
  }),
  payload: entityPayload('MergeLibraryPairsPayload', { field: 'item', model: 'KnowledgeItem' }),
  changes: row('KnowledgeItem', 'keepId'),
  work: (input, { app, actor }) => mergeLibraryPairs(app, actor, input),
});
