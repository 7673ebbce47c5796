import { followKnowledge, type KnowledgeEvent } from '../../src/knowledge/index.js';
import { builder } from '../builder.js';
import { EventRef, nameEvents } from '../events.js';
import { globalId } from '../ids.js';
import { afterSequence, resumable } from '../kit/cursor.js';
import { globalID } from '../kit/global-id.js';
import { KnowledgeChangeEnum, KnowledgeStateEnum } from './enums.js';
import { KnowledgeFailure, KnowledgeProgress } from './item.js';

type Of<Kind extends KnowledgeEvent['kind']> = Extract<KnowledgeEvent, { kind: Kind }>;

const TYPENAMES: Record<KnowledgeEvent['kind'], string> = {
  'state-changed': 'KnowledgeStateChanged',
  progress: 'KnowledgeProgressed',
  failed: 'KnowledgeFailed',
  changed: 'KnowledgeChanged',
};

nameEvents('KnowledgeItem', TYPENAMES);

const KnowledgeEventRef = builder.interfaceRef<KnowledgeEvent>('KnowledgeEvent').implement({
  description: 'One committed change of a knowledge item.',
  resolveType: ({ kind }) => TYPENAMES[kind],
  fields: (t) => ({
    sequence: t.exposeInt('sequence', {
      description:
        '1, 2, 3 … without gaps: within the item where one is followed, else within the organization.',
    }),
    at: t.expose('at', { type: 'DateTime' }),
    itemId: t.id({ resolve: ({ subjectId }) => globalId('KnowledgeItem', subjectId) }),
    item: t.prismaField({
      type: 'KnowledgeItem',
      nullable: true,
      description: 'The item as it is now, also a deleted one; null where its file was refused.',
      resolve: (query, { subjectId }, _args, { app, actor }) =>
        app.db.knowledgeItem.findFirst({
          ...query,
          where: { id: subjectId, organizationId: actor.organizationId },
        }),
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'state-changed'>>('KnowledgeStateChanged'), {
  description: 'The item has come into another state.',
  interfaces: [KnowledgeEventRef, EventRef],
  fields: (t) => ({
    from: t.expose('from', { type: KnowledgeStateEnum, nullable: true, description: 'Null: it was added.' }),
    to: t.expose('to', { type: KnowledgeStateEnum }),
  }),
});

builder.objectType(builder.objectRef<Of<'progress'>>('KnowledgeProgressed'), {
  description: 'The reading of the document has come further.',
  interfaces: [KnowledgeEventRef, EventRef],
  fields: (t) => ({ progress: t.field({ type: KnowledgeProgress, resolve: (event) => event }) }),
});

builder.objectType(builder.objectRef<Of<'failed'>>('KnowledgeFailed'), {
  description: 'The document could not be read; the item says why.',
  interfaces: [KnowledgeEventRef, EventRef],
  fields: (t) => ({ failure: t.field({ type: KnowledgeFailure, resolve: (event) => event }) }),
});

builder.objectType(builder.objectRef<Of<'changed'>>('KnowledgeChanged'), {
  description: 'Something about the item was edited.',
  interfaces: [KnowledgeEventRef, EventRef],
  fields: (t) => ({ change: t.expose('change', { type: KnowledgeChangeEnum }) }),
});

builder.subscriptionField('knowledgeEvents', (t) =>
  t.field({
    ...resumable('knowledge.view', ({ sequence }) => sequence),
    type: KnowledgeEventRef,
    description:
      'Events with `sequence > after`: first those of the past, then live, without gap or double. ' +
      'After a disconnect, subscribe again with the last sequence you saw.',
    args: {
      itemId: t.arg.id({
        ...globalID('KnowledgeItem'),
        description: 'Left out: the events of all items of the organization.',
      }),
      after: t.arg.int({ description: 'The last sequence you have; left out or 0: from the beginning.' }),
      fromNow: t.arg.boolean({ description: 'Without `after`: only what is committed from now on.' }),
    },
    subscribe: (_root, { itemId, after, fromNow }, context) =>
      followKnowledge(context.app, context.actor, {
        itemId: itemId ?? null,
        after: afterSequence(context, after),
        fromNow: fromNow ?? false,
      }),
    resolve: (event) => event,
  }),
);
