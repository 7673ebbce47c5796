import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { answerDeltas, DELTAS, rest, textsOf, until } from '../support/answer-deltas.js';
import type { Reply } from '../support/api-client.js';
import { gate } from '../support/gate.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { type ModelServer, modelServer, stream } from '../support/model-server.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { blocksOf, draftedAnswer, scriptEngine } from '../support/scripted-engine.js';
import { type TestService, testService } from '../support/service.js';
import { sse } from '../support/sse.js';

const QUESTION = 'How does the vendor encrypt customer data at rest?';
const OTHER = 'How is the disaster recovery plan tested?';

const withModel = (model: ModelServer) =>
  testService({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test', OPENAI_MODEL: 'scripted-1' });

async function start(service: TestService, questions = [QUESTION]): Promise<string> {
  await SAMPLE_KNOWLEDGE.addTo(service);
  const { workflow, errors } = await uploadRfp(service, textRfp(questions));
  expect(errors).toEqual([]);
  return workflow.workflowId;
}

/** The model writes a draft up to a piece far in its text, and goes on when the gate opens. */
function held(model: ModelServer) {
  const { open, opened } = gate();
  model.on('draft_answer', (request) => {
    const reply = draftedAnswer(blocksOf(request));
    const pieces = Math.ceil(JSON.stringify(reply).length / 7);
    return stream(reply, { before: (n) => (n === pieces - 4 ? opened : Promise.resolve()) });
  });
  return open;
}

async function sql(service: TestService, query: string): Promise<Reply[]> {
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

const kinds = (deltas: Reply[]) => deltas.map(({ kind }) => kind);

async function answersOf(service: TestService, workflowId: string): Promise<Map<string, string>> {
  const { generatedResponses } = await getWorkflow(service, workflowId);
  return new Map(generatedResponses.map(({ id, text }: Reply) => [id, text]));
}

describe('an answer that is being drafted is followed', () => {
  test('piece by piece until it is committed, by one who comes late as well', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const open = held(model);
    await using service = await withModel(model);
    const workflowId = await start(service);

    const deltas = answerDeltas(service, workflowId);
    const first = await until(deltas, 'DELTA');
    expect(first.at(-1)).toMatchObject({ attempt: 1, offset: 0, sequence: null });
    expect(await answersOf(service, workflowId)).toEqual(new Map());
    const late = answerDeltas(service, workflowId);
    const [soFar] = await until(late, 'DELTA');
    expect(soFar.offset).toBe(0);
    expect(soFar.text.length).toBeGreaterThan(10);

    open();
    const all = [...first, ...(await rest(deltas))];
    const lateAll = [soFar, ...(await rest(late))];
    await untilReady(service, workflowId);
    const answers = await answersOf(service, workflowId);
    for (const seen of [all, lateAll]) {
      expect(textsOf(seen)).toEqual(answers);
      expect(kinds(seen)).not.toContain('RESET');
      expect(kinds(seen).filter((kind) => kind === 'DONE')).toHaveLength(1);
    }
    const { sequence } = all.at(-1);
    expect(all.at(-1)).toMatchObject({ kind: 'DONE', answerId: [...answers.keys()][0] });
    expect(sequence).toBeGreaterThan(0);
    expect(model.requestsFor('draft_answer').map(({ body }) => body.stream)).toEqual([true]);
    expect(await sql(service, 'SELECT * FROM answer_draft')).toEqual([]);
    expect(model.unscripted).toEqual([]);
  });

  test('from the beginning again where the model is asked once more', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const { open, opened } = gate();
    model.on('draft_answer', (request) => {
      const reply = draftedAnswer(blocksOf(request));
      const cutAfter = Math.ceil(JSON.stringify(reply).length / 7) - 3;
      if (request.n > 0) return stream(reply);
      return stream(reply, { cutAfter, before: (n) => (n === cutAfter - 1 ? opened : Promise.resolve()) });
    });
    await using service = await withModel(model);
    const workflowId = await start(service);

    const deltas = answerDeltas(service, workflowId);
    const first = await until(deltas, 'DELTA');
    open();
    const again = await until(deltas, 'RESET');
    expect(again.at(-1)).toMatchObject({ attempt: 2, text: '', offset: 0 });
    const all = [...first, ...again, ...(await rest(deltas))];
    expect(all.at(-1)).toMatchObject({ kind: 'DONE', attempt: 2 });
    expect(textsOf(all)).toEqual(await answersOf(service, workflowId));
    expect(model.requestsFor('draft_answer')).toHaveLength(2);
  });

  test('as a whole where a quote is not in its passage: nothing of it is shown before', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    const { open, opened } = gate();
    model.on('draft_answer', () =>
      stream(
        {
          quotes: [{ passage: 1, quote: 'ISO 27001 certified since 1999.' }],
          sufficient: true,
          answer: 'We have been certified for many years, and nobody has ever complained about it. [1]',
        },
        { before: (n) => (n === 20 ? opened : Promise.resolve()) },
      ),
    );
    await using service = await withModel(model);
    const workflowId = await start(service);
    const deltas = answerDeltas(service, workflowId);
    const all = rest(deltas);
    await model.until(() => model.requestsFor('draft_answer').length === 1);
    open();
    const seen = await all;
    expect(kinds(seen)).toEqual(['DELTA', 'DONE']);
    const [answer] = (await getWorkflow(service, workflowId)).generatedResponses;
    expect(answer.status).toBe('NEEDS_INPUT');
    expect(seen[0].text).toBe(answer.text);
  });

  test('when it is sent back, also by one who follows only then; afterwards there is nothing to follow', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    await using service = await withModel(model);
    const workflowId = await start(service, [QUESTION, OTHER]);
    await untilReady(service, workflowId);
    expect(await rest(answerDeltas(service, workflowId))).toEqual([]);

    const [answerId] = (await answersOf(service, workflowId)).keys();
    const open = held(model);
    await service.run(
      'mutation ($answerId: ID!) { regenerateAnswer(input: { answerId: $answerId }) { errors { code } } }',
      { answerId },
    );
    await model.until(({ inFlight }) => inFlight === 1);
    const deltas = answerDeltas(service, workflowId);
    const first = await until(deltas, 'DELTA');
    open();
    const all = [...first, ...(await rest(deltas))];
    expect(all.at(-1)).toMatchObject({ kind: 'DONE', answerId });
    expect(textsOf(all).get(answerId!)).toBe((await answersOf(service, workflowId)).get(answerId!));
  });
});

test('while nobody follows, nothing is streamed', async () => {
  await using model = await modelServer();
  scriptEngine(model);
  await using service = await withModel(model);
  const workflowId = await start(service, [QUESTION, OTHER]);
  await untilReady(service, workflowId);
  expect(model.requestsFor('draft_answer').map(({ body }) => body.stream ?? false)).toEqual([false, false]);
  expect(await sql(service, 'SELECT watched_until FROM workflow')).toEqual([{ watched_until: null }]);
});

test('by rules each answer comes in one piece, over SSE too, and again to one who was away', async () => {
  await using service = await testService();
  const workflowId = await start(service, [QUESTION, OTHER]);
  const seen: Reply[] = [];
  for await (const { data } of sse(service.url, DELTAS, { workflowId })) seen.push(data.answerDeltas);
  const answers = await answersOf(service, workflowId);
  expect(kinds(seen)).toEqual(['DELTA', 'DONE', 'DELTA', 'DONE']);
  expect(textsOf(seen)).toEqual(answers);

  expect(await rest(answerDeltas(service, workflowId, 0))).toEqual(seen);
  expect(await rest(answerDeltas(service, workflowId, seen[1].sequence))).toEqual(seen.slice(2));
  expect(await rest(answerDeltas(service, workflowId, seen[3].sequence))).toEqual([]);
});

test('what cannot be followed is refused with a reason', async () => {
  await using service = await testService();
  const { reference } = await seedOtherTenant(service.env.DATABASE_URL!);
  for (const unknown of [reference, 'WF-RFP-20260101000000-NONE22'])
    await expect(rest(answerDeltas(service, unknown))).rejects.toThrow(
      `NOT_FOUND: Workflow ${unknown} was not found.`,
    );
  await expect(rest(answerDeltas(service, reference, -1))).rejects.toThrow('`after` is negative');
  expect(await sql(service, 'SELECT watched_until FROM workflow')).toEqual([{ watched_until: null }]);
});
