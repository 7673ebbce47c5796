import { type AnswerOutcome, approveAnswers, MOST_ANSWERS, regenerateAnswers } from '../../src/rfp/index.js';
import { type UserErrorShape, userErrorOf } from '../errors.js';
import { globalID } from '../kit/global-id.js';
import { type InputFields, mutation } from '../kit/mutation.js';
import { type Payload, payload } from '../kit/payload.js';
import { Answer, AnswerPayload } from './answer.js';

/** What came of an answer, as it is kept under an idempotency key. */
interface Result {
  id: string | null;
  errors: UserErrorShape[];
}

const AnswersPayload = payload<Payload & { results?: Result[] }>(
  'AnswersPayload',
  (t) => ({
    results: t.field({
      type: [AnswerPayload],
      description:
        'What came of each answer, in the order in which they were named. One that is refused leaves the others.',
      resolve: ({ results = [] }) => results,
    }),
    answers: t.prismaField({
      type: [Answer],
      description: 'Those that were changed, in the order of their questions.',
      resolve: (query, { results = [] }, _args, { app, actor: { organizationId } }) => {
        const ids = results.flatMap(({ id }) => id ?? []);
        return ids.length
          ? app.db.answer.findMany({
              ...query,
              where: { id: { in: ids }, organizationId },
              orderBy: { question: { position: 'asc' } },
            })
          : [];
      },
    }),
    workflows: t.prismaField({
      type: ['Workflow'],
      description: 'The responses that they are parts of, as they are after the change.',
      resolve: (query, { results = [] }, _args, { app, actor: { organizationId } }) => {
        const ids = results.flatMap(({ id }) => id ?? []);
        return ids.length
          ? app.db.workflow.findMany({
              ...query,
              where: { organizationId, answers: { some: { id: { in: ids } } } },
              orderBy: { id: 'desc' },
            })
          : [];
      },
    }),
  }),
  'What a change of several answers comes to. `errors` is about the call itself; what is refused of one answer stands in `results`.',
);

function resultOf({ answerId, error, found }: AnswerOutcome): Result {
  if (!error) return { id: answerId, errors: [] };
  const failure = userErrorOf(error);
  if (failure.code === 'CONFLICT') failure.current ??= found;
  return { id: null, errors: [failure] };
}

const answers = (t: InputFields) => ({
  answerIds: t.idList({
    ...globalID('Answer'),
    required: true,
    description: `1 to ${MOST_ANSWERS} answers, each once, of whichever workflows.`,
  }),
  expectedVersions: t.field({
    type: ['Int'],
    required: { list: false, items: false },
    description:
      'The versions of them that you looked at, in the same order: one that is at another by now is a CONFLICT of its own. Left ' +
      'out, or null in a place, the change is made whatever was there.',
  }),
});

mutation('approveAnswers', {
  permission: 'answers.approve',
  idempotency: 'natural',
  description:
    'Approves answers, each as updateAnswer does. What cannot be approved is left, and said in `results`.',
  input: answers,
  payload: AnswersPayload,
  work: async ({ answerIds, expectedVersions }, { app, actor }) => {
    const input = { answerIds, expectedVersions: expectedVersions ?? null };
    return { id: 'answers', results: (await approveAnswers(app, actor, input)).map(resultOf) };
  },
});

mutation('regenerateAnswers', {
  permission: 'answers.edit',
  idempotency: 'key',
  description:
    'Sends answers back to be drafted again, each as regenerateAnswer does, with the same guidance.',
  input: (t) => ({
    ...answers(t),
    guidance: t.string({ description: 'What should be different, in your words.' }),
  }),
  payload: AnswersPayload,
  work: async ({ answerIds, expectedVersions, guidance }, { app, actor }) => {
    const input = { answerIds, expectedVersions: expectedVersions ?? null, guidance: guidance ?? null };
    return { id: 'answers', results: (await regenerateAnswers(app, actor, input)).map(resultOf) };
  },
});
