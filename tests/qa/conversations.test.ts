import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { type TestService, testService } from '../support/service.js';
import { ANSWER, answerTo, auditOf, getAnswer, streamed } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await testService();
  await SAMPLE_KNOWLEDGE.addTo(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const nodes = (connection: Reply) => connection.edges.map(({ node }: Reply) => node);

describe('conversations', () => {
  const list = async (args: string) =>
    (
      await service.run(
        `{ conversations(${args}) { edges { cursor node { id title } } pageInfo { hasNextPage } } }`,
      )
    ).conversations;

  test('are listed by their last question, page by page, and found by what was asked', async () => {
    const titles = ['Alpha: is data encrypted?', 'Beta: is data encrypted?', 'Gamma: is data encrypted?'];
    const ids: Reply[] = [];
    for (const question of titles) ids.push((await answerTo(service, question)).conversation.id);
    await answerTo(service, 'And what is the recovery point objective (zebra)?', { conversationId: ids[0] });
    const first = await list('first: 2');
    expect(nodes(first).map(({ title }: Reply) => title[0])).toEqual(['A', 'G']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await list(`first: 2, after: "${first.edges[1].cursor}"`);
    expect(nodes(second)[0].title).toBe(titles[1]);
    expect(nodes(await list('search: "zebra"')).map(({ id }: Reply) => id)).toEqual([ids[0]]);
    expect(nodes(await list('search: "gAmMa"')).map(({ id }: Reply) => id)).toEqual([ids[2]]);
    expect(nodes(await list('search: "%"'))).toEqual([]);
    const { errors } = await service.ask('{ conversations(first: 0) { edges { cursor } } }');
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('have a title, which can be changed', async () => {
    const { conversation } = await answerTo(service, `Is data at rest encrypted ${'very '.repeat(30)}well?`);
    expect(conversation.title).toMatch(/very …$/);
    expect(conversation.title.length).toBeLessThanOrEqual(82);
    const rename = (title: string) =>
      service.run(
        `mutation ($input: RenameConversationInput!) { renameConversation(input: $input) { conversation { title } errors { code path } } }`,
        { input: { conversationId: conversation.id, title } },
      );
    expect((await rename(' Encryption\n ')).renameConversation).toEqual({
      conversation: { title: 'Encryption' },
      errors: [],
    });
    expect((await rename('  ')).renameConversation.errors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', 'title'] },
    ]);
    expect((await auditOf(service)).at(-1)).toMatchObject({
      action: 'conversation.renamed',
      details: { to: 'Encryption' },
    });
  });

  test('that are deleted are gone with all that belongs to them', async () => {
    const { id, conversation } = await answerTo(service, 'Is data at rest encrypted?');
    const input = { conversationId: conversation.id };
    const remove = () =>
      service.run(
        'mutation ($input: DeleteConversationInput!) { deleteConversation(input: $input) { id errors { code } } }',
        { input },
      );
    expect((await remove()).deleteConversation).toEqual({ id: conversation.id, errors: [] });
    expect((await remove()).deleteConversation).toEqual({ id: null, errors: [{ code: 'NOT_FOUND' }] });
    expect(await getAnswer(service, id)).toBeNull();
    const reply = await service.run(
      'query ($id: ID!) { conversation(id: $id) { id } node(id: $id) { id } }',
      {
        id: conversation.id,
      },
    );
    expect(reply).toEqual({ conversation: null, node: null });
    await expect(answerTo(service, 'And in transit?', { conversationId: conversation.id })).rejects.toThrow(
      'not found',
    );
    await expect(streamed(service, { answerId: id })).rejects.toThrow('not found');
  });
});

describe('an answer is sent to the library', () => {
  const SEND = `mutation ($input: AddQaAnswerToLibraryInput!) {
    addQaAnswerToLibrary(input: $input) { answer { ${ANSWER} } errors { code message path } }
  }`;
  const send = async (input: Record<string, unknown>) =>
    (await service.run(SEND, { input })).addQaAnswerToLibrary;
  const pairs = async () =>
    nodes(
      (await service.run('{ knowledge(first: 100) { edges { node { id kind title tags } } } }')).knowledge,
    ).filter(({ kind }: Reply) => kind === 'qa_pair');

  test('with one mutation, once; asked again, the question is answered by it', async () => {
    const first = await answerTo(
      service,
      'What is the recovery time objective of the disaster recovery plan?',
    );
    expect(first.answer).toContain('[1]');
    const { answer, errors } = await send({ answerId: first.id, tags: ['Recovery'] });
    expect(errors).toEqual([]);
    expect(answer.libraryItem).toMatchObject({ kind: 'qa_pair', title: first.question });
    expect((await send({ answerId: first.id })).answer.libraryItem.id).toBe(answer.libraryItem.id);
    expect(await pairs()).toEqual([
      expect.objectContaining({ id: answer.libraryItem.id, tags: ['recovery'] }),
    ]);
    const again = await answerTo(service, first.question);
    expect(again.sources[0].metadata.knowledgeId).toBe(answer.libraryItem.id);
    expect(again.engine).toBe('library');
    expect(again.confidence).toBeGreaterThan(0.9);
    expect(again.sources[0].text).not.toContain('[1]');
    expect((await auditOf(service)).map(({ action }) => action)).toContain('qa-answer.sent-to-library');
  });

  test('in the words of somebody who knows, where none was found', async () => {
    const unknown = await answerTo(service, 'What colour is the mascot of your company?');
    expect(unknown.found).toBe(false);
    const empty = await send({ answerId: unknown.id });
    expect(empty.errors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', 'answer'], message: expect.stringContaining('Write one') },
    ]);
    const question = 'What colour is your mascot?';
    const { answer, errors } = await send({ answerId: unknown.id, question, answer: 'It is green.' });
    expect(errors).toEqual([]);
    expect(answer.libraryItem.title).toBe(question);
    expect((await answerTo(service, question)).answer).toBe('It is green. [1]');
    const other = await send({ answerId: unknown.id, answer: 'It is blue.' });
    expect(other).toMatchObject({ answer: null, errors: [{ code: 'CONFLICT' }] });
  });

  test('again, where the pair was deleted meanwhile', async () => {
    const { id } = await answerTo(service, 'How often is the disaster recovery plan tested?');
    const { libraryItem } = (await send({ answerId: id })).answer;
    await service.run('mutation ($id: ID!) { deleteKnowledge(input: { id: $id }) { errors { code } } }', {
      id: libraryItem.id,
    });
    expect((await getAnswer(service, id)).libraryItem).toBeNull();
    expect((await send({ answerId: id })).answer.libraryItem.id).not.toBe(libraryItem.id);
  });

  test('by two clicks at once, as one pair', async () => {
    const { id } = await answerTo(service, 'How many phases has the incident response process?');
    const before = (await pairs()).length;
    const answers = await Promise.all([1, 2, 3].map(() => send({ answerId: id })));
    expect(new Set(answers.map(({ answer }) => answer.libraryItem.id)).size).toBe(1);
    expect(await pairs()).toHaveLength(before + 1);
  });
});

describe('whether an answer was helpful', () => {
  const RATE = `mutation ($input: RateAnswerInput!) {
    rateAnswer(input: $input) { answer { feedback { helpful comment at by { email } } } errors { code path } }
  }`;
  const rate = async (input: Record<string, unknown>) => (await service.run(RATE, { input })).rateAnswer;
  const feedback = async (args: string) =>
    (
      await service.run(
        `{ qaFeedback${args} { edges { cursor node { id question feedback { helpful comment } } } } }`,
      )
    ).qaFeedback;

  test('is kept, can be changed and taken back, and is on record', async () => {
    const { id } = await answerTo(service, 'Is data in transit protected?');
    const { answer, errors } = await rate({ answerId: id, helpful: false, comment: ' Which ciphers? ' });
    expect(errors).toEqual([]);
    expect(answer.feedback).toMatchObject({ helpful: false, comment: 'Which ciphers?' });
    expect(answer.feedback.by.email).toContain('@');
    expect((await rate({ answerId: id, helpful: true })).answer.feedback).toMatchObject({
      helpful: true,
      comment: null,
    });
    expect((await rate({ answerId: id })).answer.feedback).toBeNull();
    const rated = (await auditOf(service)).filter(({ action }) => action === 'qa-answer.rated');
    expect(rated.map(({ details }) => details)).toEqual([
      { helpful: false, comment: 'Which ciphers?', expectedVersion: null },
      { helpful: true, comment: null, expectedVersion: null },
      { helpful: null, comment: null, expectedVersion: null },
    ]);
  });

  test('is listed for whoever keeps the knowledge, the latest first', async () => {
    const ids: string[] = [];
    for (const [i, helpful] of [false, true, false].entries()) {
      const { id } = await answerTo(service, `Is data in transit protected, case ${i}?`);
      ids.push(id);
      await rate({ answerId: id, helpful, comment: `comment ${i}` });
    }
    const bad = await feedback('(helpful: false)');
    expect(nodes(bad).map(({ id }: Reply) => id)).toEqual([ids[2], ids[0]]);
    expect(nodes(await feedback('(helpful: true)')).map(({ id }: Reply) => id)).toEqual([ids[1]]);
    const [edge] = (await feedback('(first: 1)')).edges;
    expect(edge.node).toMatchObject({ id: ids[2], feedback: { helpful: false, comment: 'comment 2' } });
    expect(nodes(await feedback(`(first: 1, after: "${edge.cursor}")`))[0].id).toBe(ids[1]);
  });

  test.each([
    ['a comment without a rating', { comment: 'Hm.' }, 'INVALID_INPUT'],
    ['a far too long comment', { helpful: true, comment: 'x'.repeat(2001) }, 'INVALID_INPUT'],
    [
      'an answer of an RFP',
      { answerId: btoa('Answer:01970000-0000-7000-8000-000000000000'), helpful: true },
      'INVALID_INPUT',
    ],
    [
      'no such answer',
      { answerId: btoa('QaAnswer:01970000-0000-7000-8000-000000000000'), helpful: true },
      'NOT_FOUND',
    ],
  ])('%s is refused', async (_, input, code) => {
    const { id } = await answerTo(service, 'Is data in transit protected?', { idempotencyKey: 'refused' });
    expect((await rate({ answerId: id, ...input })).errors[0].code).toBe(code);
    expect((await getAnswer(service, id)).feedback).toBeNull();
  });
});
