import { expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const RESULT = `results { answer { id status version } current { id version } errors { code path currentVersion } }
  answers { id } workflows { workflowId } errors { code path }`;
const APPROVE = `mutation ($input: ApproveAnswersInput!) { approveAnswers(input: $input) { ${RESULT} } }`;
const REGENERATE = `mutation ($input: RegenerateAnswersInput!) { regenerateAnswers(input: $input) { ${RESULT} } }`;
const ANSWERS = `query ($id: String!) { workflow(workflowId: $id) { generatedResponses { id version status } } }`;
const UPDATE = `mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) { errors { code } workflow { version } } }`;

const nobodys = btoa('Answer:00000000-0000-7000-8000-000000000000');

test('a list of answers is approved in one call, each by its version, and one that is refused leaves the others', async () => {
  await using service = await sharedService();
  const { workflow } = await uploadRfp(
    service,
    textRfp(['Do you train your staff?', 'Where are your offices?', 'Who is your auditor?']),
  );
  const id = workflow.workflowId;
  await untilReady(service, id);
  const load = async (): Promise<Reply[]> => (await service.run(ANSWERS, { id })).workflow.generatedResponses;
  const [one, two, three] = (await load()) as [Reply, Reply, Reply];
  for (const { id: answerId } of [one, two]) {
    const { updateAnswer } = await service.run(UPDATE, { input: { answerId, text: 'Yes, we do.' } });
    expect(updateAnswer).toEqual({ errors: [], workflow: { version: expect.any(Number) } });
  }

  // The second was looked at before it was edited; the third says that there is no answer; nobody has the fourth.
  const input = {
    answerIds: [one.id, two.id, three.id, nobodys],
    expectedVersions: [one.version + 1, two.version, null, null],
  };
  const { approveAnswers } = await service.run(APPROVE, { input });
  expect(approveAnswers).toEqual({
    results: [
      { answer: { id: one.id, status: 'APPROVED', version: one.version + 2 }, current: null, errors: [] },
      {
        answer: null,
        current: { id: two.id, version: two.version + 1 },
        errors: [{ code: 'CONFLICT', path: null, currentVersion: two.version + 1 }],
      },
      {
        answer: null,
        current: { id: three.id, version: three.version },
        errors: [{ code: 'CONFLICT', path: null, currentVersion: three.version }],
      },
      { answer: null, current: null, errors: [{ code: 'NOT_FOUND', path: null, currentVersion: null }] },
    ],
    answers: [{ id: one.id }],
    workflows: [{ workflowId: id }],
    errors: [],
  });
  expect((await load()).map(({ status }) => status)).toEqual(['APPROVED', 'EDITED', three.status]);

  const again = { answerIds: [one.id, two.id], guidance: 'Shorter.', idempotencyKey: 'again' };
  const first = await service.run(REGENERATE, { input: again });
  expect(first.regenerateAnswers.answers).toEqual([{ id: one.id }, { id: two.id }]);
  expect(first.regenerateAnswers.results.map(({ errors }: Reply) => errors)).toEqual([[], []]);
  // The same key does nothing new.
  const twice = await service.run(REGENERATE, { input: again });
  expect(twice.regenerateAnswers.answers).toEqual(first.regenerateAnswers.answers);
  const { auditRecords } = await service.run(
    `{ auditRecords(filter: { actions: ["answer.regenerated"] }) { nodes { details } } }`,
  );
  expect(auditRecords.nodes).toEqual(
    Array(2).fill({ details: { guidance: 'Shorter.', expectedVersion: null } }),
  );
});

test('a list that cannot be right is refused as a whole, with the field at fault', async () => {
  await using service = await sharedService();
  const refused = async (input: object) =>
    (await service.run(APPROVE, { input })).approveAnswers.errors.map(({ path }: Reply) => path.join('.'));
  expect(await refused({ answerIds: [] })).toEqual(['input.answerIds']);
  expect(await refused({ answerIds: [nobodys, nobodys] })).toEqual(['input.answerIds']);
  expect(await refused({ answerIds: [btoa('User:1')] })).toEqual(['input.answerIds']);
  expect(await refused({ answerIds: [nobodys], expectedVersions: [1, 2] })).toEqual([
    'input.expectedVersions',
  ]);
  const many = Array.from({ length: 201 }, (_, i) =>
    btoa(`Answer:00000000-0000-7000-8000-${String(i).padStart(12, '0')}`),
  );
  expect(await refused({ answerIds: many })).toEqual(['input.answerIds']);
});
