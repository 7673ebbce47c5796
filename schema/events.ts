import { type Event, followEvents, followRun, subjectOf } from '../src/runs/index.js';
import { builder } from './builder.js';
import { globalId } from './ids.js';
import { after as afterCursor, afterSequence, resumable } from './kit/cursor.js';
import { globalID } from './kit/global-id.js';
import { names as naming } from './kit/names.js';

const names = new Map<string, Record<string, string>>();

/** Says what types the events of a subject are, by what they announce. */
export const nameEvents = (subject: string, typenames: Record<string, string>) =>
  names.set(subject, typenames);

export const EventRef = builder.interfaceRef<Event>('Event').implement({
  description: 'One committed change of whatever has numbered events.',
  resolveType: ({ subjectType, kind }, { app }) => names.get(subjectOf(app, subjectType).node)?.[kind],
  fields: (t) => ({
    position: t.string({
      description:
        'Of the event within all events of the organization, in the order of commit, without gaps. The cursor of `events`.',
      resolve: ({ position }) => String(position),
    }),
    sequence: t.exposeInt('sequence', { description: '1, 2, 3 … without gaps within the subject.' }),
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.exposeString('kind', { description: 'What happened: "state-changed", "output-ready", …' }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'What has changed, as it is now; null where it is gone.',
      // The same as the query of that name finds.
      resolve: ({ subjectType, subjectId }, _args, context, info) => {
        const { node } = info.schema.getQueryType()!.getFields();
        const id = globalId(subjectOf(context.app, subjectType).node, subjectId);
        return node!.resolve!({}, { id }, context, info) as object;
      },
    }),
  }),
});

builder.subscriptionField('events', (t) =>
  t.field({
    ...resumable('signed-in', ({ position }) => position),
    type: EventRef,
    description:
      'The events of the organization that you may see, after a position: first those of the past, then live. Each comes ' +
      'once, in the order of commit. After a disconnect, subscribe again with the last position you saw: nothing is missed.',
    args: {
      after: t.arg.string({ description: 'The last `position` you have; left out: from the beginning.' }),
      kinds: t.arg.stringList({
        ...naming('eventKind'),
        description: 'Of events, as in `kind`; left out: all.',
      }),
      fromNow: t.arg.boolean({ description: 'Without `after`: only what is committed from now on.' }),
    },
    subscribe: (_root, { after, kinds, fromNow }, context) =>
      followEvents(context.app, context.actor, {
        after: afterCursor(context, after),
        kinds: kinds ?? null,
        fromNow: fromNow ?? false,
      }),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('runEvents', (t) =>
  t.field({
    ...resumable('signed-in', ({ sequence }) => sequence),
    type: EventRef,
    description:
      'The events of one run with `sequence > after`: first those of the past, then live, without gap or double.',
    args: {
      runId: t.arg.id({ ...globalID('Workflow'), required: true, description: 'The `id` of a workflow.' }),
      after: t.arg.int({ description: 'The last sequence you have; left out or 0: from the beginning.' }),
    },
    subscribe: (_root, { runId, after }, context) =>
      followRun(context.app, context.actor, runId, afterSequence(context, after)),
    resolve: (event) => event,
  }),
);
