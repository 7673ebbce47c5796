import { type AnswerDelta, followDrafts } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { globalId } from '../ids.js';
import { needs } from '../permissions.js';

const KINDS = {
  DELTA: { value: 'delta', description: '`text` is put behind what came of this answer.' },
  RESET: {
    value: 'reset',
    description: 'What came of this answer is void; pieces from its beginning follow.',
  },
  DONE: {
    value: 'done',
    description: 'The answer is committed, and what came since the last RESET is its text.',
  },
} as const;

const Kind = builder.enumType('AnswerDraftEventKind', {
  description: 'What happened to a draft while it is written.',
  values: KINDS,
});

const AnswerDraftEvent = builder.objectRef<AnswerDelta>('AnswerDraftEvent').implement({
  description: 'What happens to the text of an answer while it is drafted.',
  fields: (t) => ({
    kind: t.expose('kind', { type: Kind }),
    answerId: t.id({ resolve: ({ answerId }) => globalId('Answer', answerId) }),
    questionId: t.id({ resolve: ({ questionId }) => globalId('Question', questionId) }),
    attempt: t.exposeInt('attempt', { description: 'Counts the beginnings of this draft, from 1.' }),
    text: t.exposeString('text', { description: 'The next piece of Markdown; empty but for DELTA.' }),
    offset: t.exposeInt('offset', { description: 'The length, in UTF-16 units, of what came before.' }),
    sequence: t.exposeInt('sequence', {
      nullable: true,
      description: 'DONE: of the event with which it was committed, for `after`.',
    }),
  }),
});

builder.subscriptionField('answerDeltas', (t) =>
  t.field({
    ...needs('workflows.view'),
    type: AnswerDraftEvent,
    description:
      'The answers of an RFP response while they are drafted. What is being written comes first, as far as it has come. ' +
      'An answer that is not written piece by piece comes as one DELTA. Ends when nothing is left to be drafted; what is ' +
      'not DONE then is void.',
    args: {
      workflowId: t.arg.string({ required: true }),
      after: t.arg.int({
        description:
          'The last sequence you have, of DONE or of workflowEvents: answers that were committed since come whole. Left ' +
          'out: what comes from now on.',
      }),
    },
    subscribe: (_root, { workflowId, after }, { app, actor }) =>
      followDrafts(app, actor, workflowId, after ?? null),
    resolve: (event) => event,
  }),
);
