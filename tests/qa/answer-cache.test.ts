import { describe, expect, test } from 'vitest';
import { sweepModels } from '../../src/models/index.js';
import { newId } from '../../src/platform/ids.js';
import type { Reply } from '../support/api-client.js';
import { change } from '../support/items.js';
import { json, type ModelServer, modelServer } from '../support/model-server.js';
import type { TestService } from '../support/service.js';
import { addText, answerTo, goodReply, qaService, shownBy, sql, streamed } from './support.js';

const QUESTION = 'How is customer data at rest encrypted?';
// The same words to the model of the test, which knows no order.
const NEAR = 'At rest, how is the customer data encrypted?';
const ENV = { OPENAI_EMBEDDING_MODEL: 'words', MODEL_CACHE_HOURS: '0' };

/** A model that quotes, and a service that compares questions; the question was asked once. */
async function asked(env: Record<string, string> = {}) {
  const model = await modelServer();
  model.on('answer_question', (request) => json(goodReply(request)));
  const service = await qaService(model, { ...ENV, ...env });
  const first = await answerTo(service, QUESTION);
  expect(first.found).toBe(true);
  return {
    ...{ model, service, first },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

const timesAsked = (model: ModelServer) => model.requestsFor('answer_question').length;
const kept = (service: TestService): Promise<Reply[]> => sql(service, 'SELECT id FROM ai_cache_answer');
const itemOf = async (service: TestService, title: string): Promise<string> => {
  const { knowledge } = await service.run('{ knowledge { edges { node { id title } } } }');
  return knowledge.edges.find(({ node }: Reply) => node.title === title).node.id;
};

describe('a question of nearly the same meaning', () => {
  test('gets the answer of the first, with its sources; on record with what that saved', async () => {
    await using scene = await asked();
    const { model, service, first } = scene;
    const second = await answerTo(service, NEAR);
    expect(timesAsked(model)).toBe(1);
    expect(second.id).not.toBe(first.id);
    expect(second).toMatchObject({
      ...{ answer: first.answer, engine: first.engine, confidence: first.confidence, status: 'ANSWERED' },
      sources: first.sources.map(({ text, metadata }: Reply) => ({ text, metadata })),
      searched: { query: NEAR },
    });
    const [paid, saved] = await sql(
      service,
      `SELECT id, outcome, input_tokens + output_tokens AS tokens, cost::float8, saved_tokens AS saved, user_id AS "userId",
         task, model FROM ai_request WHERE model_task = 'CHAT' ORDER BY id`,
    );
    expect(saved).toMatchObject({
      ...{ outcome: 'CACHE_SEMANTIC', tokens: 0, cost: 0, saved: paid.tokens, userId: paid.userId },
      ...{ task: 'answer-question', model: 'test-model' },
    });
    expect(paid.tokens).toBeGreaterThan(0);
    const [row] = await sql(
      service,
      'SELECT ai_request_id AS id, input_tokens AS tokens FROM qa_answer ORDER BY id DESC',
    );
    expect(row).toEqual({ id: saved.id, tokens: 0 });
    // The question was embedded for the search, and compared by the same vector.
    expect(model.embedded.filter(({ input }) => input.includes(NEAR))).toHaveLength(1);
  });

  test('streamed, gets it in one piece', async () => {
    await using scene = await asked();
    const events = await streamed(scene.service, { question: NEAR });
    expect(events.at(-1)).toMatchObject({
      __typename: 'AnswerCompleted',
      answer: { answer: scene.first.answer },
    });
    expect(shownBy(events)).toBe(scene.first.answer);
    expect(timesAsked(scene.model)).toBe(1);
  });

  test.each([
    ['its meaning is another one', 'What is your incident response process?', {}],
    [
      'it differs in a "not"',
      'How is customer data not at rest encrypted?',
      { ANSWER_CACHE_SIMILARITY: '0.8' },
    ],
    ['it is only near', 'How is customer data at rest in backups encrypted?', {}],
    ['answers are not kept', NEAR, { ANSWER_CACHE_HOURS: '0' }],
    ['there is no embedding model', NEAR, { OPENAI_EMBEDDING_MODEL: '' }],
  ])('is asked where %s', async (_, question, env) => {
    await using scene = await asked(env);
    await answerTo(scene.service, question);
    expect(timesAsked(scene.model)).toBe(2);
  });

  test('may be less near where the setting says so', async () => {
    await using scene = await asked({ ANSWER_CACHE_SIMILARITY: '0.8' });
    await answerTo(scene.service, 'How is customer data at rest nowadays encrypted?');
    expect(timesAsked(scene.model)).toBe(1);
  });

  test('is asked where somebody wants a fresh answer', async () => {
    await using scene = await asked();
    await answerTo(scene.service, NEAR, { fresh: true });
    expect(timesAsked(scene.model)).toBe(2);
  });

  test('is asked where the answer was not helpful', async () => {
    await using scene = await asked();
    const { service, first } = scene;
    await service.run(
      'mutation ($id: ID!) { rateAnswer(input: { answerId: $id, helpful: false }) { errors { code } } }',
      { id: first.id },
    );
    await answerTo(service, NEAR);
    expect(timesAsked(scene.model)).toBe(2);
  });

  test('is asked where the organization tells its models something else by now', async () => {
    await using scene = await asked();
    const { errors } = (
      await scene.service.run(
        `mutation { savePromptTemplate(input: { task: "answer-question", version: 0,
          text: "Answer in one sentence. Quote passages." }) { errors { message } } }`,
      )
    ).savePromptTemplate;
    expect(errors).toEqual([]);
    await answerTo(scene.service, NEAR);
    expect(timesAsked(scene.model)).toBe(2);
  });

  test('of another organization is asked', async () => {
    await using scene = await asked();
    await sql(scene.service, 'UPDATE ai_cache_answer SET organization_id = $1', [newId()]);
    await answerTo(scene.service, NEAR);
    expect(timesAsked(scene.model)).toBe(2);
  });
});

describe('an answer is forgotten', () => {
  test('when an item that it quotes is deleted, also where that is restored', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    const id = await itemOf(service, 'Security overview');
    expect(await kept(service)).toHaveLength(1);
    expect((await change(service, 'deleteKnowledge', { id })).errors).toEqual([]);
    expect(await kept(service)).toEqual([]);
    expect((await change(service, 'restoreKnowledge', { id })).errors).toEqual([]);
    expect((await answerTo(service, NEAR)).found).toBe(true);
    expect(timesAsked(model)).toBe(2);
  });

  test('when an item that it quotes says something else', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    const id = await itemOf(service, 'Security overview');
    const content = 'All customer data at rest is encrypted with ChaCha20.';
    expect((await change(service, 'replaceKnowledge', { id, content })).errors).toEqual([]);
    expect(await kept(service)).toEqual([]);
    expect((await answerTo(service, NEAR)).answer).toContain('ChaCha20');
    expect(timesAsked(model)).toBe(2);
  });

  test('and even where that was missed, what is quoted is compared', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    await sql(service, "UPDATE passage SET text = replace(text, 'AES-256-GCM', 'ChaCha20')");
    expect((await answerTo(service, NEAR)).answer).toContain('ChaCha20');
    expect(timesAsked(model)).toBe(2);
  });

  test('not when something else is deleted', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    await change(service, 'deleteKnowledge', { id: await itemOf(service, 'Continuity') });
    await answerTo(service, NEAR);
    expect(timesAsked(model)).toBe(1);
  });

  test('passed over, when something came that speaks of it as well', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    await addText(service, 'News', 'From now on customer data at rest is encrypted with ChaCha20.');
    await answerTo(service, NEAR);
    expect(timesAsked(model)).toBe(2);
    // The new answer knows of it.
    await answerTo(service, QUESTION);
    expect(timesAsked(model)).toBe(2);
  });

  test('when its time is over', async () => {
    await using scene = await asked();
    const { service, model } = scene;
    const [row] = await sql(service, 'SELECT expires_at - now() AS left FROM ai_cache_answer');
    expect(row.left.hours).toBe(23);
    await sql(service, "UPDATE ai_cache_answer SET expires_at = now() - interval '1 second'");
    await answerTo(service, NEAR);
    expect(timesAsked(model)).toBe(2);
    await sweepModels({ sql: { query: (text, values) => sql(service, text, values) as never } });
    expect(await kept(service)).toHaveLength(1);
  });

  test('never kept, where nothing was found', async () => {
    await using model = await modelServer();
    model.on('answer_question', () => json({ quotes: [], answered: 'none', answer: '' }));
    await using service = await qaService(model, ENV);
    await answerTo(service, QUESTION);
    await answerTo(service, NEAR);
    expect(timesAsked(model)).toBe(2);
    expect(await kept(service)).toEqual([]);
  });
});
