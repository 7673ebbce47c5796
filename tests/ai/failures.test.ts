import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  contentFilter,
  cut,
  empty,
  hang,
  json,
  malformed,
  modelServer,
  type Reply,
  rateLimited,
  refusal,
  stall,
  status,
  text,
  truncated,
} from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

/** The failure of one request answered so; it must not have been tried twice, unless a reply was to be repaired. */
async function failureAfter(reply: Reply, timeoutMs?: number, requests = 1) {
  await using model = await modelServer();
  model.reply(() => reply);
  const settings = timeoutMs === undefined ? {} : { timeoutMs };
  const failure = await failureOf(aiFor(model, settings).complete(question));
  expect(model.total).toBe(requests);
  return failure;
}

const error = (message: string, code: string | null = null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});

describe('rate-limited', () => {
  test('a 429 is retryable and says nothing of a time when the provider does not', async () => {
    const failure = await failureAfter(rateLimited());
    expect(failure).toMatchObject({ kind: 'rate-limited', retryable: true, retryAfterMs: null, status: 429 });
  });

  test('Retry-After in seconds becomes milliseconds', async () => {
    expect(await failureAfter(rateLimited({ retryAfterSeconds: 7 }))).toMatchObject({ retryAfterMs: 7_000 });
  });

  test('retry-after-ms is taken as it is', async () => {
    expect(await failureAfter(rateLimited({ retryAfterMs: 250 }))).toMatchObject({ retryAfterMs: 250 });
  });

  test('Retry-After as an HTTP date in the past means at once', async () => {
    const failure = await failureAfter(rateLimited({ httpDate: new Date('2020-01-01T00:00:00Z') }));
    expect(failure).toMatchObject({ kind: 'rate-limited', retryAfterMs: 0 });
  });

  test('a quota that Gemini says is exceeded for a minute can be retried, when it says', async () => {
    const message = 'You exceeded your current quota. Please retry in 36.5s.';
    const body = [{ error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } }];
    const failure = await failureAfter(status(429, body));
    expect(failure).toMatchObject({ kind: 'rate-limited', retryAfterMs: 36_500 });
    expect(failure.message).toBe(`The model provider is limiting requests. It said: ${message}`);
  });
});

test('too many tokens at the moment is a rate limit, not a document that is too long', async () => {
  const failure = await failureAfter(status(429, error('Too many tokens, please wait before trying again.')));
  expect(failure).toMatchObject({ kind: 'rate-limited', retryable: true });
});

describe('rejected', () => {
  test.each([
    [
      'a spent budget',
      status(429, error('Over quota.', 'insufficient_quota'), { 'retry-after': '3' }),
      /quota .* used up.*billing/,
    ],
    ['an empty account', status(402, error('Insufficient Balance')), /quota .* used up.*billing/],
    [
      'a bad key',
      status(401, error('Incorrect API key provided: sk-ab***yz.', 'invalid_api_key')),
      /OPENAI_API_KEY/,
    ],
    ['a bad key at Gemini', status(400, [error('API key not valid.')]), /refused the API key/],
    ['a key without rights', status(403, error('No access.')), /does not let this API key use "test-model"/],
    ['an unknown model', status(404, error('No such model.', 'model_not_found')), /OPENAI_MODEL/],
    ['a wrong address', status(404, 'Not Found'), /127\.0\.0\.1:\d+\. Check OPENAI_BASE_URL/],
    [
      'too long a context',
      status(400, error('Too long.', 'context_length_exceeded')),
      /too long .*"test-model"/,
    ],
    ['more tokens than a minute allows', status(429, error('Request too large for x.')), /too long/],
    ['a body that is too large', status(413, 'Payload Too Large'), /too long/],
    ['a bad request', status(400, error('Bad temperature.')), /status 400\)\. It said: Bad temperature\.$/],
    ['a bad request at vLLM', status(400, { object: 'error', message: 'Bad n.' }), /It said: Bad n\.$/],
    ['a bad request at FastAPI', status(422, { detail: [{ msg: 'Bad n' }] }), /It said: .*Bad n/],
    ['a bad request at Ollama', status(400, { error: 'Bad n.' }), /It said: Bad n\.$/],
  ])('%s is not retryable and says what to do', async (_, reply, message) => {
    const failure = await failureAfter(reply);
    expect(failure).toMatchObject({ kind: 'rejected', retryable: false, retryAfterMs: null });
    expect(failure.message).toMatch(message);
  });

  test('the failure names the request for the support of the provider', async () => {
    expect(await failureAfter(status(400))).toMatchObject({ requestId: 'req_test' });
  });

  test('a page of HTML does not become the message', async () => {
    const failure = await failureAfter(status(400, `<html>${'<p>nginx</p>\n'.repeat(500)}</html>`));
    expect(failure.message.length).toBeLessThan(500);
  });
});

describe('unavailable', () => {
  test.each([408, 409, 500, 502, 503, 529])('status %i is retryable', async (code) => {
    expect(await failureAfter(status(code))).toMatchObject({
      kind: 'unavailable',
      retryable: true,
      status: code,
    });
  });

  test('an overloaded provider that says when to come back is heard', async () => {
    const failure = await failureAfter(status(503, error('Overloaded.'), { 'retry-after': '2' }));
    expect(failure).toMatchObject({ kind: 'unavailable', retryAfterMs: 2_000 });
  });

  test('a connection cut in the middle of the body is retryable', async () => {
    expect(await failureAfter(cut())).toMatchObject({ kind: 'unavailable', retryable: true, status: null });
  });

  test('a provider that never answers runs into the time limit', async () => {
    const failure = await failureAfter(hang(), 50);
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(failure.message).toMatch(/did not answer within 0\.05 seconds/);
  });

  test('the time limit covers a body that stops half-way', async () => {
    const failure = await failureAfter(stall(), 50);
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(failure.message).toMatch(/did not answer within/);
  });

  test('a port where nobody listens is named with the reason', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/v1`;
    await new Promise((resolve) => closed.close(resolve));
    const failure = await failureOf(aiFor({ url }).complete(question));
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true, status: null });
    expect(failure.message).toMatch(/127\.0\.0\.1:\d+ failed \(ECONNREFUSED\)/);
  });

  test('an error that a gateway hides behind status 200 is found', async () => {
    const failure = await failureAfter(status(200, { error: { message: 'Upstream is busy.', code: 503 } }));
    expect(failure).toMatchObject({ kind: 'unavailable', status: 503 });
    expect(failure.message).toMatch(/Upstream is busy/);
  });
});

describe('malformed', () => {
  test.each([
    ['JSON that does not end', 2, malformed(), /is not valid JSON/],
    ['prose', 2, text('I would be glad to help.'), /is not valid JSON/],
    ['another object', 2, json({ reply: 'Yes' }), /does not fit the schema at answer \(invalid_type\)/],
    ['nothing', 2, empty(), /is empty/],
    ['half an answer', 1, truncated(), /cut off at its length limit/],
  ])('a model that keeps writing %s fails after %i requests, and what it cost is known', async (...row) => {
    const [, requests, reply, message] = row;
    const failure = await failureAfter(reply, undefined, requests);
    expect(failure).toMatchObject({ kind: 'malformed', retryable: true, status: null });
    expect(failure.message).toMatch(message);
    expect(failure.usage?.inputTokens).toBeGreaterThan(0);
  });

  test.each([
    ['a web page', status(200, '<html>Welcome</html>')],
    ['a body that is called JSON and is not', status(200, '{"id":', { 'content-type': 'application/json' })],
    ['an answer without choices', status(200, { choices: [] })],
  ])('%s in place of a chat completion points to the address', async (_, reply) => {
    const failure = await failureAfter(reply);
    expect(failure).toMatchObject({ kind: 'malformed', retryable: true });
    expect(failure.message).toMatch(/is not a chat completion\. Check OPENAI_BASE_URL/);
  });

  test('the message tells where a reply leaves the schema, never what it said', async () => {
    const failure = await failureAfter(json({ answer: 12345, score: 'Jane Doe, 555-0100' }), undefined, 2);
    expect(failure.message).toMatch(/at answer \(invalid_type\), score \(invalid_type\)/);
    expect(failure.message).not.toMatch(/12345|Jane/);
  });
});

describe('refused', () => {
  test.each([
    ['a model that declines', refusal('I cannot help with that.'), /I cannot help with that/],
    ['a filter on the reply', contentFilter(), /content filter stopped the reply/],
    ['a filter on the request', status(400, error('Filtered.', 'content_filter')), /content filter refused/],
  ])('%s is not asked again', async (_, reply, message) => {
    const failure = await failureAfter(reply);
    expect(failure).toMatchObject({ kind: 'refused', retryable: false });
    expect(failure.message).toMatch(message);
  });
});

test('a request after a failure succeeds: a client remembers no failure', async () => {
  await using model = await modelServer();
  model.reply(({ n }) => (n === 0 ? cut() : json(good)));
  const ai = aiFor(model);
  await failureOf(ai.complete(question));
  expect((await ai.complete(question)).value).toEqual(good);
});
