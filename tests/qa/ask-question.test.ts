import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { type TestService, testService } from '../support/service.js';
import { addText, answerTo, ask, auditOf, shownBy, streamed } from './support.js';

describe('a question is answered by rules', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService();
    await SAMPLE_KNOWLEDGE.addTo(service);
    await addText(
      service,
      'Backups',
      'Backups are encrypted with AES-256 and kept for 35 days.\n\nRestores are rehearsed every quarter by the operations team.',
    );
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test('with a quoted answer, its sources and a confidence', async () => {
    const answer = await answerTo(service, 'How is customer data at rest encrypted?');
    expect(answer).toMatchObject({
      found: true,
      status: 'ANSWERED',
      engine: 'rules',
      question: 'How is customer data at rest encrypted?',
      failure: null,
      feedback: null,
      libraryItem: null,
      conversation: { title: 'How is customer data at rest encrypted?' },
    });
    expect(answer.answer).toContain('AES-256-GCM');
    expect(answer.answer).toContain('[1]');
    expect(answer.confidence).toBeGreaterThan(0.5);
    expect(answer.sources[0].text).toContain('AES-256-GCM');
    expect(answer.sources[0].metadata).toMatchObject({
      source: 'Security overview',
      start: expect.any(Number),
    });
    expect(answer.searched.passages).toBeGreaterThan(0);
    expect(answer.searched.nearest.length).toBeGreaterThan(0);
  });

  test('a plain client needs no more than question, answer, sources and confidence', async () => {
    const reply = await service.run(
      `mutation { askQuestion(input: { question: "What is the recovery time objective?" }) {
        answer { answer sources { text score metadata { source section page start end knowledgeId } } confidence }
        errors { code message path }
      } }`,
    );
    expect(reply.askQuestion.errors).toEqual([]);
    expect(reply.askQuestion.answer.answer).toContain('four hours');
  });

  test('where nothing is known it says so, and what it searched; it invents nothing', async () => {
    const answer = await answerTo(service, 'What is the name of your pet hamster?');
    expect(answer).toMatchObject({ found: false, status: 'NOT_FOUND', confidence: 0, sources: [] });
    expect(answer.answer).toMatch(/^I don't know\./);
    expect(answer.answer).toContain('What is the name of your pet hamster?');
    expect(answer.searched.query).toBe('What is the name of your pet hamster?');
  });

  test('where something is near but does not answer, it is named and not used as an answer', async () => {
    const answer = await answerTo(
      service,
      'Which insurance covers the disaster recovery costs of subcontractors?',
    );
    expect(answer).toMatchObject({ found: false, confidence: 0, sources: [] });
    expect(answer.searched.nearest[0].text).toContain('disaster recovery plan');
    expect(answer.answer).toContain('Continuity');
  });

  test('the source stands at its place in the knowledge base', async () => {
    const { sources } = await answerTo(service, 'What are the phases of your incident response process?');
    for (const { text, metadata } of sources) {
      const item = SAMPLE_KNOWLEDGE.items.find(({ title }) => title === metadata.source)!;
      expect(item.content.slice(metadata.start, metadata.end)).toBe(text);
    }
    expect(sources.length).toBeGreaterThan(0);
  });

  test('a follow-up is understood from the question before, and shows how', async () => {
    const first = await answerTo(service, 'How is customer data at rest encrypted?');
    const conversationId = first.conversation.id;
    const transit = await answerTo(service, 'What about in transit?', { conversationId });
    expect(transit.answer).toContain('TLS 1.3');
    expect(transit.searched.query).toBe('What about in transit (data encrypted)?');
    expect(transit.question).toBe('What about in transit?');
    const backups = await answerTo(service, 'And for backups?', { conversationId });
    expect(backups.answer).toContain('Backups are encrypted with AES-256');
    const { conversation } = await service.run(
      `query ($id: ID!) { conversation(id: $id) { title createdBy { email }
        answers(first: 2) { edges { node { question } } pageInfo { hasNextPage endCursor } } } }`,
      { id: conversationId },
    );
    expect(
      conversation.answers.edges.map(({ node }: never) => (node as { question: string }).question),
    ).toEqual(['How is customer data at rest encrypted?', 'What about in transit?']);
    expect(conversation.answers.pageInfo.hasNextPage).toBe(true);
  });

  test('a follow-up that the knowledge base does not answer is not answered by what stands beside it', async () => {
    const first = await answerTo(service, 'Are backups encrypted?');
    const answer = await answerTo(service, 'Who pays for them?', {
      conversationId: first.conversation.id,
    });
    expect(answer.found).toBe(false);
  });

  test('the same words outside the conversation are not understood', async () => {
    expect((await answerTo(service, 'What about it?')).found).toBe(false);
  });

  test('streamed, it comes in one piece', async () => {
    const events = await streamed(service, { question: 'How is customer data at rest encrypted?' });
    expect(events.map(({ __typename }) => __typename)).toEqual([
      'AnswerStarted',
      'AnswerDelta',
      'AnswerCompleted',
    ]);
    expect(events.at(-1).answer.answer).toBe(shownBy(events));
    expect(events.at(-1).answer).toMatchObject({ found: true, id: events[0].answerId });
  });

  test.each([
    ['an empty question', { question: ' \n ' }, 'INVALID_INPUT', ['input', 'question']],
    ['a far too long one', { question: 'x'.repeat(4001) }, 'INVALID_INPUT', ['input', 'question']],
    [
      'an id of another type',
      { question: 'q?', conversationId: btoa('Answer:1') },
      'INVALID_INPUT',
      ['input', 'conversationId'],
    ],
    [
      'a conversation that is none',
      { question: 'q?', conversationId: btoa('Conversation:01970000-0000-7000-8000-000000000000') },
      'NOT_FOUND',
      null,
    ],
  ])('%s is refused with a reason', async (_, { question, ...more }, code, path) => {
    const { answer, errors } = await ask(service, question, more);
    expect(answer).toBeNull();
    expect(errors).toEqual([{ code, path, message: expect.stringMatching(/\.$/) }]);
  });

  test('the longest question, in any script, is answered or declined', async () => {
    for (const question of [
      'ä漢😀 '.repeat(800),
      `Is data encrypted at rest? ${'word '.repeat(700)}`,
      '???',
      '\u0000a?',
    ])
      expect((await ask(service, question)).errors).toEqual([]);
  });

  test('two clicks with one key are one question; another question with it is refused', async () => {
    const input = { idempotencyKey: 'click-1' };
    const [one, two] = await Promise.all([
      answerTo(service, 'Are backups encrypted?', input),
      answerTo(service, 'Are backups encrypted?', input),
    ]);
    expect(two).toEqual(one);
    expect((await answerTo(service, ' Are backups encrypted? ', input)).id).toBe(one.id);
    const { errors } = await ask(service, 'Something else?', input);
    expect(errors[0]).toMatchObject({ code: 'CONFLICT' });
    const audit = await auditOf(service);
    const asked = audit.filter(
      ({ details }) => details.conversationId === atob(one.conversation.id).split(':')[1],
    );
    expect(asked.map(({ action }) => action)).toEqual(['question.asked']);
  });

  test('questions asked at the same moment in one conversation each get their place', async () => {
    const { conversation } = await answerTo(service, 'Are backups encrypted?');
    const questions = Array.from({ length: 6 }, (_, i) => `Is backup number ${i} encrypted?`);
    await Promise.all(
      questions.map((question) => answerTo(service, question, { conversationId: conversation.id })),
    );
    const reply = await service.run(
      'query ($id: ID!) { conversation(id: $id) { answers(first: 100) { edges { node { question } } } } }',
      { id: conversation.id },
    );
    const kept = reply.conversation.answers.edges.map(
      (edge: { node: { question: string } }) => edge.node.question,
    );
    expect(kept).toHaveLength(7);
    expect(new Set(kept)).toEqual(new Set(['Are backups encrypted?', ...questions]));
  });
});
