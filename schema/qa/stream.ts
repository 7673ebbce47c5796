import { type AnswerEvent, streamAnswer } from '../../src/qa/index.js';
import { builder } from '../builder.js';
import { globalId } from '../ids.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { needs } from '../permissions.js';
import { QaFailure } from './answer.js';

type Of<Kind extends AnswerEvent['kind']> = Extract<AnswerEvent, { kind: Kind }>;

const TYPENAMES: Record<AnswerEvent['kind'], string> = {
  started: 'AnswerStarted',
  delta: 'AnswerDelta',
  reset: 'AnswerReset',
  completed: 'AnswerCompleted',
  failed: 'AnswerFailed',
};

const Event = builder.interfaceRef<AnswerEvent>('AnswerStreamEvent').implement({
  description: 'What happens to an answer while it is written.',
  resolveType: ({ kind }) => TYPENAMES[kind],
  fields: (t) => ({
    answerId: t.id({ resolve: ({ answerId }) => globalId('QaAnswer', answerId) }),
    answer: t.prismaField({
      type: 'QaAnswer',
      description: 'As it is on record: in AnswerCompleted the finished answer, before that without text.',
      resolve: (query, { answerId }, _args, { app }) =>
        app.db.qaAnswer.findUniqueOrThrow({ ...query, where: { id: answerId } }),
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'started'>>('AnswerStarted'), {
  description: 'The question is on record, and somebody works on it or has done so.',
  interfaces: [Event],
});

builder.objectType(builder.objectRef<Of<'delta'>>('AnswerDelta'), {
  description: 'The next piece of the text.',
  interfaces: [Event],
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The next piece of Markdown, to be put behind the others.' }),
  }),
});

builder.objectType(builder.objectRef<Of<'reset'>>('AnswerReset'), {
  description:
    'What came so far is void: the model is asked again, its answer was set right, or it is followed anew. Pieces from the ' +
    'beginning follow.',
  interfaces: [Event],
});

builder.objectType(builder.objectRef<Of<'completed'>>('AnswerCompleted'), {
  description: 'The pieces since the last reset are the text of the answer.',
  interfaces: [Event],
});

builder.objectType(builder.objectRef<Of<'failed'>>('AnswerFailed'), {
  description: 'No answer could be written; nothing follows.',
  interfaces: [Event],
  fields: (t) => ({ failure: t.field({ type: QaFailure, resolve: (event) => event }) }),
});

builder.subscriptionField('answerStream', (t) =>
  t.field({
    ...needs('qa.view'),
    type: Event,
    description:
      'Asks a question and follows the answer while it is written; or follows, by `answerId`, one that was asked ' +
      'before, by startAnswer. AnswerStarted comes first, AnswerCompleted or AnswerFailed last. Without a model the answer ' +
      'comes in one piece. When nobody has followed for ANSWER_GRACE_SECONDS (15) the model is stopped.',
    args: {
      input: t.arg({
        required: true,
        type: builder.inputType('AnswerStreamInput', {
          description: 'A question, and where it belongs.',
          fields: (f) => ({
            question: f.string({
              ...names('asked'),
              deprecationReason:
                'A connection that is cut asks again: ask with startAnswer, and follow by answerId.',
              description: 'Up to 4,000 characters. Either this or `answerId`.',
            }),
            conversationId: f.id({ ...globalID('Conversation'), description: 'As in askQuestion.' }),
            idempotencyKey: f.string({ description: 'As in askQuestion.' }),
            fresh: f.boolean({ description: 'As in askQuestion.' }),
            answerId: f.id({
              ...globalID('QaAnswer'),
              description: 'An answer asked for before, by startAnswer or askQuestion.',
            }),
          }),
        }),
      }),
    },
    subscribe: (_root, { input }, { app, actor }) =>
      streamAnswer(app, actor, {
        question: input.question ?? null,
        conversationId: input.conversationId ?? null,
        idempotencyKey: input.idempotencyKey ?? null,
        fresh: input.fresh ?? false,
        answerId: input.answerId ?? null,
      }),
    resolve: (event) => event,
  }),
);
