import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { sqlOver } from '../../src/platform/database/sql.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { failLostAnswers } from '../../src/qa/index.js';
import { startService } from '../../src/service.js';
import { type ApiClient, apiClient, type Reply } from '../support/api-client.js';
import { gate } from '../support/gate.js';
import { stream as chunks, json, type ModelServer, modelServer, status } from '../support/model-server.js';
import { sse } from '../support/sse.js';
import {
  answerTo,
  ask,
  getAnswer,
  goodReply,
  qaService,
  STREAM,
  shownBy,
  sql,
  stream,
  streamed,
} from './support.js';

const QUESTION = 'How is customer data at rest encrypted?';
const TEXT = 'In short: All customer data at rest is encrypted with AES-256-GCM. [1]';
const names = (events: Reply[]) => events.map(({ __typename }) => __typename);

/** The model writes its answer up to a piece far in its text, and goes on when the gate opens. */
function held(model: ModelServer) {
  const { open, opened } = gate();
  model.on('answer_question', (request) => {
    const reply = goodReply(request);
    const pieces = Math.ceil(JSON.stringify(reply).length / 7);
    return chunks(reply, { before: (n) => (n === pieces - 4 ? opened : Promise.resolve()) });
  });
  return open;
}

/** Reads events until one of this kind. */
async function until(events: AsyncIterator<Reply>, kind: string): Promise<Reply[]> {
  const seen: Reply[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`It ended before ${kind}: ${JSON.stringify(seen)}`);
    if (value.errors) throw new Error(value.errors[0].message);
    seen.push(value.data.answerStream);
    if (value.data.answerStream.__typename === kind) return seen;
  }
}

/** Waits until the row says so; looked at when the service has had time to write it. */
async function settled(service: Parameters<typeof getAnswer>[0], id: string): Promise<Reply> {
  await streamed(service, { answerId: id });
  return getAnswer(service, id);
}

describe('an answer is followed while the model writes it', () => {
  test('piece by piece; the pieces make the answer', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const events = stream(service, { question: QUESTION });
    const first = await until(events, 'AnswerDelta');
    expect(names(first)).toEqual(['AnswerStarted', 'AnswerDelta']);
    expect(await getAnswer(service, first[0].answerId)).toMatchObject({
      status: 'STREAMING',
      answer: '',
      found: false,
    });
    open();
    const all = [...first, ...(await until(events, 'AnswerCompleted'))];
    expect(all.filter(({ __typename }) => __typename === 'AnswerDelta').length).toBeGreaterThan(1);
    expect(names(all)).not.toContain('AnswerReset');
    expect(shownBy(all)).toBe(TEXT);
    expect(all.at(-1).answer).toMatchObject({ answer: TEXT, found: true, engine: 'test-model' });
    expect((await events.next()).done).toBe(true);
  });

  test('over server-sent events as well', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => json(goodReply(request)));
    await using service = await qaService(model);
    const events: Reply[] = [];
    for await (const { data } of sse(service.url, STREAM, { input: { question: QUESTION } }))
      events.push(data.answerStream);
    expect(names(events)[0]).toBe('AnswerStarted');
    expect(names(events).at(-1)).toBe('AnswerCompleted');
    expect(shownBy(events)).toBe(TEXT);
  });

  test('what came of a try that broke off is taken back', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => {
      const reply = goodReply(request);
      const pieces = Math.ceil(JSON.stringify(reply).length / 7);
      return chunks(request.n === 0 ? { ...reply, answer: `Well. ${reply.answer}` } : reply, {
        ...(request.n === 0 && { cutAfter: pieces - 2, chunkMs: 2 }),
      });
    });
    await using service = await qaService(model);
    const events = await streamed(service, { question: QUESTION });
    expect(names(events)).toContain('AnswerReset');
    expect(names(events).at(-1)).toBe('AnswerCompleted');
    expect(shownBy(events)).toBe(TEXT);
  });

  test('nothing is shown of an answer with a quote that does not exist, until it is set right', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => {
      const { quotes, ...reply } = goodReply(request);
      const invented = { passage: 1, quote: 'Keys are split among three continents.' };
      return json({
        ...reply,
        quotes: [invented, ...quotes],
        answer: 'Keys are split. [1] Data is encrypted with AES-256-GCM. [2]',
      });
    });
    await using service = await qaService(model);
    const events = await streamed(service, { question: QUESTION });
    expect(names(events)).toEqual(['AnswerStarted', 'AnswerDelta', 'AnswerCompleted']);
    expect(shownBy(events)).toBe(events.at(-1).answer.answer);
  });

  test('an answer that is set right at the end replaces what was shown', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => {
      const reply = goodReply(request);
      return json({
        ...reply,
        quotes: [...reply.quotes, ...reply.quotes],
        answer: 'Data is encrypted [2], with AES-256-GCM [1]. And so on, and so forth.',
      });
    });
    await using service = await qaService(model);
    const events = await streamed(service, { question: QUESTION });
    const { answer } = events.at(-1).answer;
    expect(answer).not.toContain('[2]');
    expect(shownBy(events)).toBe(answer);
  });

  test('"I don\'t know" comes in one piece', async () => {
    await using model = await modelServer();
    model.on('answer_question', () => json({ quotes: [], answered: 'none', answer: 'It might be so.' }));
    await using service = await qaService(model);
    const events = await streamed(service, { question: QUESTION });
    expect(names(events)).toEqual(['AnswerStarted', 'AnswerDelta', 'AnswerCompleted']);
    expect(events.at(-1).answer.found).toBe(false);
  });

  test('a failure is the last event, and kept', async () => {
    await using model = await modelServer();
    model.on('answer_question', () => status(401));
    await using service = await qaService(model);
    const events = await streamed(service, { question: QUESTION });
    expect(names(events)).toEqual(['AnswerStarted', 'AnswerFailed']);
    expect(events[1].failure).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('OPENAI_API_KEY'),
    });
    expect(events[1].answer.status).toBe('FAILED');
    expect(names(await streamed(service, { answerId: events[0].answerId }))).toEqual([
      'AnswerStarted',
      'AnswerFailed',
    ]);
  });
});

describe('when those who follow leave', () => {
  test.each(['WebSocket', 'server-sent events'])(
    'over %s, the model is stopped and nothing stays under way',
    async (over) => {
      await using model = await modelServer();
      held(model);
      await using service = await qaService(model, { ANSWER_GRACE_SECONDS: '0.05' });
      const events: AsyncIterator<Reply> =
        over === 'WebSocket'
          ? stream(service, { question: QUESTION })
          : sse(service.url, STREAM, { input: { question: QUESTION } });
      const [{ answerId }] = await until(events, 'AnswerDelta');
      await events.return?.();
      await model.until(({ inFlight }) => inFlight === 0);
      expect(model.requests.at(-1)?.outcome).toBe('cut by client');
      expect(await settled(service, answerId)).toMatchObject({
        status: 'FAILED',
        failure: { code: 'CANCELLED' },
        answer: '',
      });
    },
  );

  test('one who stays gets the whole answer', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const events = stream(service, { question: QUESTION });
    const [{ answerId }] = await until(events, 'AnswerDelta');
    const other = stream(service, { answerId });
    const seen = await until(other, 'AnswerDelta');
    // What came before he joined is in his first piece.
    expect(TEXT.startsWith(shownBy(seen))).toBe(true);
    expect(shownBy(seen).length).toBeGreaterThan(10);
    await events.return?.();
    open();
    const all = [...seen, ...(await until(other, 'AnswerCompleted'))];
    expect(shownBy(all)).toBe(TEXT);
  });

  test('askQuestion goes on without whoever asked, and another call with the key finds the answer', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const leaving = new AbortController();
    const input = { question: QUESTION, idempotencyKey: 'gone' };
    const query = 'mutation ($input: AskQuestionInput!) { askQuestion(input: $input) { answer { id } } }';
    const asking = fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { input } }),
      signal: leaving.signal,
    }).catch(() => null);
    await model.until(({ inFlight }) => inFlight === 1);
    leaving.abort();
    await asking;
    const again = answerTo(service, QUESTION, { idempotencyKey: 'gone' });
    open();
    expect((await again).answer).toBe(TEXT);
    expect(model.requestsFor('answer_question')).toHaveLength(1);
  });
});

describe('when a connection is cut', () => {
  /** Follows up to a piece of the answer, and is cut off. */
  const cutAfter = async (service: ApiClient, input: Record<string, unknown>) => {
    const events = stream(service, input);
    const seen = await until(events, 'AnswerDelta');
    await events.return?.();
    return seen;
  };

  test('a question that is asked by a mutation is followed by its id, as often as it takes', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const START = `mutation ($input: StartAnswerInput!) {
      startAnswer(input: $input) { answer { id status answer } errors { errorCode } }
    }`;
    const { answer, errors } = (await service.run(START, { input: { question: QUESTION } })).startAnswer;
    expect([answer.status, answer.answer, errors]).toEqual(['STREAMING', '', []]);
    const input = { answerId: answer.id };
    const all = [...(await cutAfter(service, input)), ...(await cutAfter(service, input))];
    open();
    all.push(...(await streamed(service, input)));
    expect(names(all).filter((name) => name === 'AnswerReset')).toHaveLength(3);
    expect(shownBy(all)).toBe(TEXT);
    expect(model.requestsFor('answer_question')).toHaveLength(1);
    const refused = await service.run(START, { input: { question: ' ' } });
    expect(refused.startAnswer).toEqual({ answer: null, errors: [{ errorCode: 'INVALID_INPUT' }] });
  });

  test('the same question without a key is not asked twice', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const first = await cutAfter(service, { question: QUESTION });
    open();
    const second = await streamed(service, { question: QUESTION });
    expect(second[0].answerId).toBe(first[0].answerId);
    expect(shownBy([...first, ...second])).toBe(TEXT);
    expect(model.requestsFor('answer_question')).toHaveLength(1);
    // Whoever got the whole answer asks anew.
    const third = await streamed(service, { question: QUESTION });
    expect(third[0].answerId).not.toBe(first[0].answerId);
    expect(names(third)).not.toContain('AnswerReset');
  });

  test('a model that starts over says so', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model, { ANSWER_GRACE_SECONDS: '0' });
    const input = { question: QUESTION, idempotencyKey: 'again' };
    const first = await cutAfter(service, input);
    expect(await settled(service, first[0].answerId)).toMatchObject({ status: 'FAILED' });
    open();
    const second = await streamed(service, input);
    expect(second[0].answerId).toBe(first[0].answerId);
    expect(names(second).slice(0, 3)).toEqual(['AnswerStarted', 'AnswerReset', 'AnswerDelta']);
    expect(shownBy([...first, ...second])).toBe(TEXT);
  });
});

describe('when the process goes', () => {
  test('stopped in order, it puts the failure on record', async () => {
    await using model = await modelServer();
    held(model);
    await using service = await qaService(model);
    const second = await startService(
      parseEnv({ ...service.env, PORT: '0' }),
      createLog('silent', false),
      'api',
    );
    const client = apiClient(second.url!);
    const events = stream(client, { question: QUESTION });
    const [{ answerId }] = await until(events, 'AnswerDelta');
    await Promise.all([client.close(), second.stop()]);
    expect(await settled(service, answerId)).toMatchObject({ status: 'FAILED' });
    expect(model.inFlight).toBe(0);
  });

  test('killed, its answers are marked as failed once its lease has run out, and who waits is told', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => json(goodReply(request)));
    await using service = await qaService(model);
    const { id } = await answerTo(service, QUESTION);
    await sql(service, "UPDATE qa_answer SET status = 'STREAMING', lease_until = now() + interval '1 hour'");
    const events = stream(service, { answerId: id });
    await until(events, 'AnswerStarted');
    const pool = new pg.Pool({ connectionString: service.env.DATABASE_URL! });
    try {
      const sweep = (at: number) => failLostAnswers({ sql: sqlOver(pool), clock: () => new Date(at) });
      expect(await sweep(Date.now())).toBe(0);
      expect(await sweep(Date.now() + 2 * 3_600_000)).toBe(1);
    } finally {
      await pool.end();
    }
    const last = (await until(events, 'AnswerFailed')).at(-1);
    expect(last).toMatchObject({ failure: { code: 'INTERRUPTED' } });
  });

  test('killed, where there is no worker, who follows is told as well', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => json(goodReply(request)));
    await using service = await qaService(model);
    const { id } = await answerTo(service, QUESTION);
    await sql(
      service,
      "UPDATE qa_answer SET status = 'STREAMING', lease_until = now() - interval '1 second'",
    );
    const last = (await until(stream(service, { answerId: id }), 'AnswerFailed')).at(-1);
    expect(last).toMatchObject({ failure: { code: 'INTERRUPTED' } });
    expect(await getAnswer(service, id)).toMatchObject({ status: 'FAILED' });
  });

  test('another process follows to the end, and gets the answer in one piece', async () => {
    await using model = await modelServer();
    const open = held(model);
    await using service = await qaService(model);
    const second = await startService(
      parseEnv({ ...service.env, PORT: '0' }),
      createLog('silent', false),
      'api',
    );
    const client = apiClient(second.url!);
    try {
      const events = stream(service, { question: QUESTION });
      const [{ answerId }] = await until(events, 'AnswerDelta');
      const elsewhere = stream(client, { answerId });
      await until(elsewhere, 'AnswerStarted');
      open();
      const rest = await until(elsewhere, 'AnswerCompleted');
      expect(names(rest)).toEqual(['AnswerReset', 'AnswerDelta', 'AnswerCompleted']);
      expect(shownBy(rest)).toBe(TEXT);
      await until(events, 'AnswerCompleted');
    } finally {
      await client.close();
      await second.stop();
    }
  });
});

test('what cannot be followed is refused with a reason', async () => {
  await using model = await modelServer();
  await using service = await qaService(model);
  const cases = [
    [{}, 'INVALID_INPUT'],
    [{ question: 'q?', answerId: btoa('QaAnswer:01970000-0000-7000-8000-000000000000') }, 'INVALID_INPUT'],
    [{ answerId: 'nonsense' }, 'INVALID_INPUT'],
    [{ answerId: btoa('QaAnswer:01970000-0000-7000-8000-000000000000') }, 'NOT_FOUND'],
    [{ question: ' ' }, 'INVALID_INPUT'],
  ] as const;
  for (const [input, code] of cases) {
    const { value } = await stream(service, input).next();
    expect(value.errors[0].extensions.code).toBe(code);
  }
  expect(model.total).toBe(0);
  expect((await ask(service, ' ')).errors[0].code).toBe('INVALID_INPUT');
});

test('a page of another site cannot ask in the name of who looks at it', async () => {
  await using model = await modelServer();
  model.on('answer_question', (request) => json(goodReply(request)));
  await using service = await qaService(model);
  const query = `subscription { answerStream(input: { question: "${QUESTION}" }) { __typename } }`;
  const get = (headers: Record<string, string>) =>
    fetch(`${service.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  const strangers: Record<string, string>[] = [
    { accept: 'text/event-stream', origin: 'https://stranger.example' },
    // An image.
    { accept: 'image/*,*/*', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  ];
  for (const headers of strangers) expect((await get(headers)).status).toBe(403);
  expect(model.total).toBe(0);
  const own = await get({
    accept: 'text/event-stream',
    origin: service.url,
    'sec-fetch-site': 'same-origin',
  });
  expect(await own.text()).toContain('AnswerCompleted');
});
