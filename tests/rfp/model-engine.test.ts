import { describe, expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import {
  hold,
  json,
  type ModelServer,
  modelServer,
  rateLimited,
  refusal,
  status,
} from '../support/model-server.js';
import { eventsUntil, getWorkflow, reached, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { type TestService, testService } from '../support/service.js';

const QUESTIONS = [
  'How does the vendor encrypt customer data at rest?',
  'How is the disaster recovery plan tested?',
  'What is your incident response process?',
];

const withModel = (model: ModelServer, more: Record<string, string> = {}) =>
  testService({
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'sk-test-secret',
    OPENAI_MODEL: 'scripted-1',
    ...more,
  });

async function start(service: TestService, questions = QUESTIONS): Promise<string> {
  await SAMPLE_KNOWLEDGE.addTo(service);
  const { workflow, errors } = await uploadRfp(service, textRfp(questions));
  expect(errors).toEqual([]);
  return workflow.workflowId;
}

const retry = (service: TestService, workflowId: string): Promise<Reply> =>
  service.run(
    'mutation ($w: String!) { retryWorkflow(input: { workflowId: $w }) { workflow { state failure { code } } errors { code message } } }',
    { w: workflowId },
  );

describe('with a model', () => {
  test('each question is drafted once, from quotes that exist', async () => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    await using service = await withModel(model);
    const workflowId = await start(service);
    await untilReady(service, workflowId);

    const done = await getWorkflow(service, workflowId);
    expect(done.engine).toBe('scripted-1');
    expect(done.rfpAnalysis.questions.map(({ text }: Reply) => text)).toEqual(QUESTIONS);
    expect(engine.drafts).toBe(QUESTIONS.length);
    const known = SAMPLE_KNOWLEDGE.items.map(({ content }) => content).join('\n');
    for (const { sources } of done.generatedResponses)
      for (const { text } of sources) expect(known).toContain(text);
    expect(model.unscripted).toEqual([]);
    for (const { headers } of model.requests) expect(headers.authorization).toBe('Bearer sk-test-secret');
  });

  test('a quote that is in no passage is dropped, and the answer asks for input', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    model.on('draft_answer', () =>
      json({
        answer: 'We are ISO 27001 certified. [1]',
        quotes: [{ passage: 1, quote: 'ISO 27001 certified since 1999.' }],
        sufficient: true,
      }),
    );
    await using service = await withModel(model);
    const workflowId = await start(service);
    await untilReady(service, workflowId);
    for (const answer of (await getWorkflow(service, workflowId)).generatedResponses) {
      expect(answer).toMatchObject({ status: 'NEEDS_INPUT', sources: [] });
      expect(answer.confidence).toBeLessThan(0.5);
    }
  });

  test('no more answers are drafted at a time than ANSWER_CONCURRENCY says', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    let drafting = 0;
    let most = 0;
    model.on('draft_answer', async () => {
      most = Math.max(most, ++drafting);
      await new Promise((resolve) => setTimeout(resolve, 50));
      drafting--;
      return json({ answer: 'We do not know.', quotes: [], sufficient: false });
    });
    await using service = await withModel(model, { ANSWER_CONCURRENCY: '3' });
    const questions = Array.from({ length: 12 }, (_, i) => `What is your policy number ${i + 1}?`);
    await untilReady(service, await start(service, questions));
    expect(most).toBe(3);
  });

  test('answers come one by one, by subscription and by polling alike', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const held = QUESTIONS.map(() => hold(json({ answer: 'Held back.', quotes: [], sufficient: false })));
    model.on('draft_answer', ({ n }) => held[n]!);
    await using service = await withModel(model, { ANSWER_CONCURRENCY: '1' });
    const workflowId = await start(service);
    await eventsUntil(service, workflowId, reached('GENERATING'));
    expect((await getWorkflow(service, workflowId)).generatedResponses).toEqual([]);

    let after = 0;
    for (const [i, reply] of held.entries()) {
      reply.release();
      const events = await eventsUntil(
        service,
        workflowId,
        ({ __typename }) => __typename === 'AnswerUpdated',
        after,
      );
      after = events.at(-1).sequence;
      expect(events.at(-1).answer.question.position).toBe(i + 1);
      const { generatedResponses, progress, reviewResult, outputFile, state } = await getWorkflow(
        service,
        workflowId,
      );
      expect(generatedResponses.length).toBeGreaterThanOrEqual(i + 1);
      expect(progress.questionsAnswered).toBe(generatedResponses.length);
      if (state === 'GENERATING') expect([reviewResult, outputFile]).toEqual([null, null]);
    }
    await untilReady(service, workflowId, after);
  });
});

describe('when the model fails', () => {
  test('a busy provider is waited for as long as it says', async () => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    let refusals = 0;
    model.on('route_questions', (request) => {
      if (refusals++ < 2) return rateLimited({ retryAfterMs: 150 });
      const routes = [1, 2, 3].map((question) => ({ question, route: 'security' }));
      return request.n >= 2 ? json({ routes }) : status(500);
    });
    await using service = await withModel(model);
    const workflowId = await start(service);
    await untilReady(service, workflowId);
    expect(refusals).toBe(3);
    expect(engine.drafts).toBe(QUESTIONS.length);
  });

  test('a question that is refused becomes a failed answer that a person can take over; the run goes on', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    model.on('draft_answer', ({ messages }) =>
      JSON.stringify(messages).includes('disaster')
        ? refusal('I cannot help with disasters.')
        : json({ answer: 'We do not know.', quotes: [], sufficient: false }),
    );
    await using service = await withModel(model);
    const workflowId = await start(service);
    await untilReady(service, workflowId);
    const done = await getWorkflow(service, workflowId);
    const failed = done.generatedResponses.filter((answer: Reply) => answer.status === 'FAILED');
    expect(failed).toHaveLength(1);
    expect(failed[0].question.text).toContain('disaster');
    expect(failed[0].failure).toBeTruthy();
    expect(done.reviewResult.issuesFound.map(({ code }: Reply) => code)).toContain('FAILED');

    const { updateAnswer } = await service.run(
      'mutation ($id: ID!) { updateAnswer(input: { answerId: $id, text: "Twice a year.", approve: true }) { answer { status failure } errors { code } } }',
      { id: failed[0].id },
    );
    expect(updateAnswer).toEqual({ answer: { status: 'APPROVED', failure: null }, errors: [] });
  });

  test('failed answers of a ready response are drafted again by a retry', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    model.on('draft_answer', () => refusal('Not today.'));
    await using service = await withModel(model);
    const workflowId = await start(service);
    await untilReady(service, workflowId);
    const { version } = await getWorkflow(service, workflowId);
    scriptEngine(model);
    expect((await retry(service, workflowId)).retryWorkflow).toMatchObject({
      errors: [],
      workflow: { state: 'READY' },
    });
    await eventsUntil(service, workflowId, ({ __typename }) => __typename === 'OutputReady', version);
    const { generatedResponses, state } = await getWorkflow(service, workflowId);
    expect(state).toBe('READY');
    expect(generatedResponses.filter((answer: Reply) => answer.status === 'FAILED')).toEqual([]);
  });

  test('a refused key ends the run in ERROR, saying what to set right; a retry goes on and redoes nothing', async () => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    let drafts = 0;
    const script = { engine, refuse: true };
    const refuseAfterFirst = () => {
      drafts++;
      if (drafts > 1 && script.refuse)
        return status(401, { error: { message: 'Incorrect API key provided: sk-test-secret' } });
      return json({ answer: 'We do not know.', quotes: [], sufficient: false });
    };
    model.on('draft_answer', refuseAfterFirst);
    await using service = await withModel(model, { ANSWER_CONCURRENCY: '1' });
    const workflowId = await start(service);
    const events = await eventsUntil(
      service,
      workflowId,
      ({ __typename }) => __typename === 'WorkflowFailed',
    );
    expect(events.at(-1).failure).toMatchObject({ code: 'MODEL_REJECTED', retryable: true });
    expect(events.at(-1).failure.message).toContain('OPENAI_API_KEY');
    expect(JSON.stringify(events)).not.toContain('sk-test-secret');
    const stopped = await getWorkflow(service, workflowId);
    expect(stopped).toMatchObject({ state: 'ERROR', failure: { code: 'MODEL_REJECTED' } });
    expect(stopped.generatedResponses).toHaveLength(1);
    const labelled = model.requestsFor('extract_questions').length;

    script.refuse = false;
    drafts = 0;
    expect((await retry(service, workflowId)).retryWorkflow.errors).toEqual([]);
    await untilReady(service, workflowId, stopped.version);
    const done = await getWorkflow(service, workflowId);
    expect(done).toMatchObject({ state: 'READY', failure: null });
    expect(drafts).toBe(QUESTIONS.length - 1);
    expect(model.requestsFor('extract_questions')).toHaveLength(labelled);
  });

  test('a cancelled run asks the model no more, and goes on when it is retried', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const held = hold(json({ answer: 'Too late.', quotes: [], sufficient: false }));
    model.on('draft_answer', () => held);
    await using service = await withModel(model, { ANSWER_CONCURRENCY: '1' });
    const workflowId = await start(service);
    await model.until(
      ({ inFlight, requestsFor }) => inFlight === 1 && requestsFor.call(model, 'draft_answer').length === 1,
    );
    const { cancelWorkflow } = await service.run(
      'mutation ($w: String!) { cancelWorkflow(input: { workflowId: $w }) { workflow { state progress { label } } errors { code } } }',
      { w: workflowId },
    );
    expect(cancelWorkflow).toEqual({
      workflow: { state: 'CANCELLED', progress: { label: 'Cancelled' } },
      errors: [],
    });
    // The request in flight is cut as soon as the activity hears of the cancellation.
    await model.until(({ inFlight }) => inFlight === 0);
    const cancelled = await getWorkflow(service, workflowId);
    expect(cancelled.generatedResponses).toEqual([]);

    scriptEngine(model);
    await retry(service, workflowId);
    const events = await untilReady(service, workflowId, cancelled.version);
    expect(events[0]).toMatchObject({ from: 'CANCELLED', to: 'GENERATING' });
    expect((await getWorkflow(service, workflowId)).generatedResponses).toHaveLength(QUESTIONS.length);
  });

  test("a person's edit wins over a draft that was under way", async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const held = hold(json({ answer: 'From the model.', quotes: [], sufficient: false }));
    model.on('draft_answer', () => held);
    await using service = await withModel(model);
    const workflowId = await start(service);
    await model.until(() => model.requestsFor('draft_answer').length === QUESTIONS.length);
    const [first] = (await getWorkflow(service, workflowId)).rfpAnalysis.questions;
    expect(first.answer.status).toBe('PENDING');
    await service.run(
      'mutation ($id: ID!) { updateAnswer(input: { answerId: $id, text: "By hand." }) { errors { code } } }',
      { id: first.answer.id },
    );
    held.release();
    await untilReady(service, workflowId);
    const { generatedResponses } = await getWorkflow(service, workflowId);
    expect(generatedResponses[0]).toMatchObject({ status: 'EDITED', text: 'By hand.' });
    expect(generatedResponses.slice(1).map(({ text }: Reply) => text)).toEqual(
      QUESTIONS.slice(1).map(() => expect.stringContaining('From the model.')),
    );
  });
});
