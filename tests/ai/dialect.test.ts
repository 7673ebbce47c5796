import { expect, test } from 'vitest';
import { hold, json, modelServer, status } from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

const formatsOf = (requests: { body: { response_format?: { type: string } } }[]) =>
  requests.map(({ body }) => body.response_format?.type ?? 'text');

test('an endpoint without json_schema is asked for json_object with the schema in the prompt', async () => {
  await using model = await modelServer({ refuses: ['json_schema'] });
  model.on('draft_answer', () => json(good));
  expect((await aiFor(model).complete(question)).value).toEqual(good);
  expect(formatsOf(model.requests)).toEqual(['json_schema', 'json_object']);
  const system = model.requests[1]!.messages[0]!.content;
  expect(system).toContain(question.system);
  expect(system).toContain('"required":["answer","score"],"additionalProperties":false');
});

test('what an endpoint refused once is not tried again by the same client', async () => {
  await using model = await modelServer({ refuses: ['json_schema'] });
  model.reply(() => json(good));
  const ai = aiFor(model);
  await ai.complete(question);
  await ai.complete(question);
  await ai.complete({ ...question, schemaName: 'another_task' });
  expect(formatsOf(model.requests)).toEqual(['json_schema', 'json_object', 'json_object', 'json_object']);
});

test('an endpoint that takes no response format at all is asked for text', async () => {
  await using model = await modelServer({ refuses: ['json_schema', 'json_object'] });
  model.on('draft_answer', () => json(good));
  expect((await aiFor(model).complete(question)).value).toEqual(good);
  expect(formatsOf(model.requests)).toEqual(['json_schema', 'json_object', 'text']);
});

test('requests that find out at the same time all succeed, and the next one profits', async () => {
  await using model = await modelServer();
  const refused = hold(status(400, { error: { message: 'This response_format type is unavailable now' } }));
  model.reply(({ body }) => (body.response_format?.type === 'json_schema' ? refused : json(good)));
  const ai = aiFor(model);
  const three = Promise.all([ai.complete(question), ai.complete(question), ai.complete(question)]);
  await model.until(({ inFlight }) => inFlight === 3);
  refused.release();
  expect((await three).map(({ value }) => value)).toEqual([good, good, good]);
  await ai.complete(question);
  expect(formatsOf(model.requests.slice(6))).toEqual(['json_object']);
});

test('an endpoint that only knows max_tokens gets max_tokens', async () => {
  await using model = await modelServer({ refuses: ['max_completion_tokens'] });
  model.reply(() => json(good));
  const ai = aiFor(model);
  await ai.complete({ ...question, maxOutputTokens: 900 });
  await ai.complete({ ...question, maxOutputTokens: 900 });
  const limits = model.requests.map(({ body }) => [body.max_completion_tokens, body.max_tokens]);
  expect(limits).toEqual([
    [900, undefined],
    [undefined, 900],
    [undefined, 900],
  ]);
  expect(formatsOf(model.requests)).toEqual(['json_schema', 'json_schema', 'json_schema']);
});

test('a schema that the provider calls invalid is our fault and no reason to ask for less', async () => {
  await using model = await modelServer();
  const message = "Invalid schema for response_format 'draft_answer': 'oneOf' is not permitted.";
  model.reply(() => status(400, { error: { message, param: 'response_format' } }));
  const failure = await failureOf(aiFor(model).complete(question));
  expect(failure).toMatchObject({ kind: 'rejected' });
  expect(failure.message).toContain(message);
  expect(model.total).toBe(1);
});

test('a failure of the simpler request is the failure', async () => {
  await using model = await modelServer({ refuses: ['json_schema'] });
  model.reply(() => status(503));
  expect(await failureOf(aiFor(model).complete(question))).toMatchObject({
    kind: 'unavailable',
    status: 503,
  });
  expect(model.total).toBe(2);
});
