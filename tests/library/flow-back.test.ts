import { describe, expect, test } from 'vitest';
import { sharedService } from '../support/shared-service.js';
import { addPair, answered, libraryOf, life, updateAnswer } from './support.js';

const ASKED = 'Which holidays does your support desk observe?';
const OTHER = 'Describe the training that you offer to administrators.';

describe('the approved answers of a finished workflow', () => {
  test('become pairs with where they come from, once, and answer the same question the next time', async () => {
    await using service = await sharedService();
    const first = await answered(
      service,
      [ASKED, OTHER, 'What is your policy on travel expenses?'],
      'Northwind',
    );
    const [holidays, training, travel] = first.generatedResponses;
    expect(holidays.status).toBe('NEEDS_INPUT');
    const approved = await updateAnswer(service, {
      answerId: holidays.id,
      text: 'Federal holidays only; an engineer is on call on all of them.',
      approve: true,
    });
    expect(approved).toMatchObject({ status: 'APPROVED', approvedBy: { email: service.email } });
    // As the engine left it, it says that nothing is known.
    expect(training.status).toBe('NEEDS_INPUT');
    await expect(updateAnswer(service, { answerId: training.id, approve: true })).rejects.toThrow(
      'Write the answer in its place',
    );
    await updateAnswer(service, { answerId: travel.id, text: 'Written, but not approved.' });
    expect(await libraryOf(service)).toEqual([]);

    expect(await life(service, 'submitWorkflow', first.workflowId)).toEqual([]);
    const pairs = await libraryOf(service);
    expect(pairs).toMatchObject([
      {
        title: ASKED,
        source: 'Answer library',
        provenance: [
          {
            workflowId: first.workflowId,
            clientName: 'Northwind',
            approvedBy: { email: service.email },
            approvedAt: approved.approvedAt,
            endedAt: null,
            answer: { question: { text: ASKED } },
          },
        ],
      },
    ]);
    expect(await life(service, 'closeWorkflow', first.workflowId)).toEqual([]);
    expect(await libraryOf(service)).toEqual(pairs);

    const second = await answered(service, [`Please explain: ${ASKED.toLowerCase()}`, OTHER], 'Fabrikam');
    const [match, none] = second.generatedResponses;
    expect(match.status).toBe('APPROVED_MATCH');
    expect(match.text).toBe('Federal holidays only; an engineer is on call on all of them. [1]');
    expect(match.sources).toMatchObject([{ metadata: { knowledgeId: pairs[0]!.id } }]);
    expect(match.confidence).toBeGreaterThan(0.9);
    expect(none.status).toBe('NEEDS_INPUT');
    expect(second.reviewResult.completenessScore).toBe(0.5);
    expect(second.progress).toMatchObject({ questionsAnswered: 2, percent: 100 });

    // Approved as it is, it confirms the pair and makes no other.
    await updateAnswer(service, { answerId: match.id, approve: true });
    await life(service, 'closeWorkflow', second.workflowId);
    const [pair, ...rest] = await libraryOf(service);
    expect(rest).toEqual([]);
    expect(pair.id).toBe(pairs[0]!.id);
    expect(pair.provenance.map(({ clientName }: { clientName: string }) => clientName)).toEqual([
      'Fabrikam',
      'Northwind',
    ]);
  });

  test('come once, however often and from wherever it is submitted and closed at the same moment', async () => {
    await using service = await sharedService();
    const [a, b] = [
      await answered(service, [ASKED, OTHER], 'Northwind'),
      await answered(service, [ASKED, OTHER], 'Fabrikam'),
    ];
    for (const { generatedResponses } of [a, b])
      await updateAnswer(service, {
        answerId: generatedResponses[0].id,
        text: 'Federal holidays.',
        approve: true,
      });
    const replies = await Promise.all(
      [a, a, b, b].flatMap(({ workflowId }) => [
        life(service, 'submitWorkflow', workflowId),
        life(service, 'closeWorkflow', workflowId),
      ]),
    );
    expect(replies.some((errors) => errors.length === 0)).toBe(true);
    const [pair, ...rest] = await libraryOf(service);
    expect(rest).toEqual([]);
    expect(pair.provenance).toHaveLength(2);
  });

  test('do not come back when somebody took them out', async () => {
    await using service = await sharedService();
    const { workflowId, generatedResponses } = await answered(service, [ASKED, OTHER], 'Northwind');
    await updateAnswer(service, {
      answerId: generatedResponses[0].id,
      text: 'Federal holidays.',
      approve: true,
    });
    await life(service, 'submitWorkflow', workflowId);
    const [pair] = await libraryOf(service);
    await service.run('mutation ($id: ID!) { deleteKnowledge(input: { id: $id }) { errors { code } } }', {
      id: pair!.id,
    });
    expect(await life(service, 'closeWorkflow', workflowId)).toEqual([]);
    expect(await libraryOf(service)).toEqual([]);
    // And what was taken out is not reused.
    const next = await answered(service, [ASKED, OTHER], 'Fabrikam');
    expect(next.generatedResponses[0].status).toBe('NEEDS_INPUT');
  });
});

describe('a pair added from an answer that is still worked on', () => {
  test('goes when the approval is taken back, and a later text takes its place', async () => {
    await using service = await sharedService();
    const { workflowId, generatedResponses } = await answered(service, [ASKED, OTHER], 'Northwind');
    const [{ id: answerId }, { id: other }] = generatedResponses;
    const text = 'Federal holidays.';
    await updateAnswer(service, { answerId, text, approve: true });
    const early = await addPair(service, { question: ASKED, answer: text, answerId });
    expect(early.provenance).toMatchObject([{ workflowId, clientName: 'Northwind', endedAt: null }]);

    const back = await updateAnswer(service, { answerId, approve: false });
    expect(back).toMatchObject({ status: 'EDITED', approvedAt: null, approvedBy: null });
    expect(await libraryOf(service)).toEqual([]);

    // A pair that was there before its answer was approved is somebody's own: it stays.
    const byHand = await addPair(service, { question: OTHER, answer: 'Two days on site.' });
    await updateAnswer(service, { answerId: other, text: 'Two days on site.', approve: true });
    await addPair(service, { question: OTHER, answer: 'Two days on site.', answerId: other });
    await updateAnswer(service, { answerId: other, approve: false });
    expect((await libraryOf(service)).map(({ id }) => id)).toEqual([byHand.id]);

    await updateAnswer(service, { answerId, text: 'All federal holidays but one.', approve: true });
    const again = await addPair(service, {
      question: ASKED,
      answer: 'All federal holidays but one.',
      answerId,
    });
    await updateAnswer(service, { answerId, text: 'No holidays at all.', approve: true });
    await life(service, 'closeWorkflow', workflowId);
    const [now] = await libraryOf(service);
    expect(now!.id).not.toBe(again.id);
    expect(now!.provenance[0]).toMatchObject({ endedAt: null, answer: { text: 'No holidays at all.' } });
    expect((await libraryOf(service)).map(({ title }) => title)).toEqual([ASKED, OTHER]);
  });

  test('needs an answer that exists', async () => {
    await using service = await sharedService();
    const input = { question: ASKED, answer: 'Federal holidays.' };
    expect(await addPair(service, { ...input, answerId: 'nonsense' })).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'answerId'] },
    ]);
    const unknown = btoa('Answer:01900000-0000-7000-8000-00000000abcd');
    expect(await addPair(service, { ...input, answerId: unknown })).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await libraryOf(service)).toEqual([]);
  });
});
