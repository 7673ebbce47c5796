import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { json, modelServer } from '../support/model-server.js';
import { eventsUntil, getWorkflow } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService } from '../support/service.js';
import { sharedService } from '../support/shared-service.js';
import { addPair, answered, updateAnswer } from './support.js';

const KNOWN = 'How does the vendor encrypt customer data at rest?';
const OTHER = 'What is your incident response process?';
const ANSWER = 'With AES-256 in every region.';

const regenerate = async (service: ApiClient, answerId: string, guidance: string | null) => {
  const { regenerateAnswer } = await service.run(
    `mutation ($input: RegenerateAnswerInput!) { regenerateAnswer(input: $input) { errors { message } } }`,
    { input: { answerId, guidance } },
  );
  expect(regenerateAnswer.errors).toEqual([]);
};
const review = async (service: ApiClient, input: Record<string, unknown>) => {
  const { updateKnowledge } = await service.run(
    `mutation ($input: UpdateKnowledgeInput!) { updateKnowledge(input: $input) { errors { message } } }`,
    { input },
  );
  expect(updateKnowledge.errors).toEqual([]);
};
const askQuestion = async (service: ApiClient, question: string) =>
  (
    await service.run(
      `mutation ($question: String!) { askQuestion(input: { question: $question }) { answer { engine } } }`,
      { question },
    )
  ).askQuestion.answer;
const rewritten = (service: ApiClient, workflowId: string, after: number) =>
  eventsUntil(service, workflowId, ({ __typename }) => __typename === 'OutputReady', after);

describe('a question that the library has an approved answer to', () => {
  test('costs no call of the model, and is drafted anew where a person sends it back', async () => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    await using service = await testService({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'sk-test-secret',
      OPENAI_MODEL: 'scripted-1',
    });
    await SAMPLE_KNOWLEDGE.addTo(service);
    await addPair(service, { question: KNOWN, answer: ANSWER });
    const ready = await answered(service, [KNOWN, OTHER], 'Northwind');
    const [match, drafted] = ready.generatedResponses;
    expect(match).toMatchObject({ status: 'APPROVED_MATCH', text: `${ANSWER} [1]`, updatedBy: null });
    expect(match.sources).toMatchObject([{ text: ANSWER, metadata: { source: 'Answer library', start: 0 } }]);
    // The scripted model quotes a sentence that does not speak of it.
    expect(drafted).toMatchObject({ status: 'NEEDS_INPUT', confidence: 0 });
    expect(engine.draftsFor(KNOWN)).toBe(0);
    expect(engine.draftsFor(OTHER)).toBe(1);

    await regenerate(service, match.id, null);
    const after = (await rewritten(service, ready.workflowId, ready.version)).at(-1).sequence;
    expect(engine.draftsFor(KNOWN)).toBe(1);
    expect((await getWorkflow(service, ready.workflowId)).generatedResponses[0].status).toBe('DRAFTED');
    await regenerate(service, match.id, 'Name the key length.');
    await rewritten(service, ready.workflowId, after);
    expect(engine.draftsFor(KNOWN)).toBe(2);
  });

  test('is drafted where that answer is stale, and reused again once somebody has reviewed it', async () => {
    await using service = await sharedService();
    const pair = await addPair(service, { question: KNOWN, answer: ANSWER });
    await review(service, { id: pair.id, reviewAt: '2020-01-01T00:00:00Z' });
    const [stale] = (await answered(service, [KNOWN], 'Northwind')).generatedResponses;
    expect(stale.status).toBe('DRAFTED');
    expect((await askQuestion(service, KNOWN)).engine).toBe('rules');

    await review(service, { id: pair.id, markReviewed: true });
    const [fresh] = (await answered(service, [KNOWN], 'Fabrikam')).generatedResponses;
    expect(fresh).toMatchObject({ status: 'APPROVED_MATCH', text: `${ANSWER} [1]` });
    expect((await askQuestion(service, KNOWN)).engine).toBe('library');
  });

  test('is left to a person where the library contradicts itself, and the review says so', async () => {
    await using service = await sharedService();
    await addPair(service, { question: KNOWN, answer: 'With AES-256 in every region.' });
    await addPair(service, { question: KNOWN, answer: 'With AES-128 in every region.' });
    const { generatedResponses, reviewResult } = await answered(service, [KNOWN, OTHER], 'Northwind');
    expect(generatedResponses[0].status).toBe('NEEDS_INPUT');
    expect(generatedResponses[0].text).toContain('contradict each other');
    expect(reviewResult.issuesFound).toContainEqual(
      expect.objectContaining({ code: 'CONTRADICTION', severity: 'HIGH', question: { position: 1 } }),
    );
  });
});

test("each sentence is marked, and a person's own as theirs", async () => {
  await using model = await modelServer();
  scriptEngine(model);
  const quote = 'All customer data at rest is encrypted with AES-256-GCM.';
  model.on('draft_answer', () =>
    json({
      answer: `${quote} [1] We also hold a FedRAMP High authorization.`,
      quotes: [{ passage: 1, quote }],
      sufficient: true,
    }),
  );
  await using service = await testService({
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'sk-test-secret',
    OPENAI_MODEL: 'scripted-1',
  });
  await SAMPLE_KNOWLEDGE.addTo(service);
  const ready = await answered(
    service,
    [KNOWN, 'Is customer data at rest encrypted in backups too?'],
    'Northwind',
  );
  const [answer] = ready.generatedResponses;
  const { node } = await service.run(
    'query ($id: ID!) { node(id: $id) { ... on Answer { sentences { start end supported sources byPerson } } } }',
    { id: answer.id },
  );
  const marked = node.sentences.map(({ start, end, ...rest }: { start: number; end: number }) => [
    answer.text.slice(start, end),
    rest,
  ]);
  expect(marked).toEqual([
    [`${quote} [1]`, { supported: true, sources: [1], byPerson: false }],
    ['We also hold a FedRAMP High authorization.', { supported: false, sources: [], byPerson: false }],
  ]);
  expect(ready.reviewResult.issuesFound).toContainEqual(
    expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('FedRAMP High') }),
  );

  const edited = await updateAnswer(service, {
    answerId: answer.id,
    text: `${quote} [1] Our desk is in Ohio.`,
  });
  expect(edited.sentences).toMatchObject([
    { supported: true, byPerson: false },
    { supported: false, byPerson: true },
  ]);
});
