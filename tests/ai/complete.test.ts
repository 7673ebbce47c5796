import { expect, test } from 'vitest';
import { z } from 'zod';
import { json, modelServer, slowDrip, text } from '../support/model-server.js';
import { aiFor, answerSchema, apiKey, good, question } from './ask.js';

test('a reply that fits the schema comes back with what it cost', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const { value, usage } = await aiFor(model).complete(question);
  expect(value).toEqual(good);
  expect(usage.outputTokens).toBe(Math.ceil(JSON.stringify(good).length / 4));
  expect(usage.inputTokens).toBeGreaterThan(0);
});

test('the request names the model, both prompts, the key and a strict schema, and nothing that some models refuse', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  await aiFor(model).complete(question);
  const { body, headers } = model.requests[0]!;
  expect(headers.authorization).toBe(`Bearer ${apiKey}`);
  expect(Object.keys(body).sort()).toEqual(['messages', 'model', 'response_format']);
  expect(body.model).toBe('test-model');
  expect(body.messages).toEqual([
    { role: 'system', content: question.system },
    { role: 'user', content: question.user },
  ]);
  expect(body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { name: 'draft_answer', strict: true },
  });
});

test('an endpoint that needs no key is asked without one being configured', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const { value } = await aiFor(model, { apiKey: '' }).complete(question);
  expect(value).toEqual(good);
});

test('a body that arrives in small pieces is read whole', async () => {
  await using model = await modelServer();
  model.reply(() => slowDrip(good, 0));
  expect((await aiFor(model).complete(question)).value).toEqual(good);
});

test.each([
  ['a code fence', `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``],
  ['thoughts before it', `<think>The user wants {"answer": 1}.</think>\n${JSON.stringify(good)}`],
])('a reply with %s around it is read', async (_, reply) => {
  await using model = await modelServer();
  model.reply(() => text(reply));
  expect((await aiFor(model).complete(question)).value).toEqual(good);
});

test('transforms and defaults of the schema apply to the reply', async () => {
  await using model = await modelServer();
  model.reply(() => json({ pages: '3-5', note: '' }));
  const pages = z.string().transform((range) => range.split('-').map(Number));
  const schema = z.object({ pages, note: z.string().default('none') });
  const { task, system, user, schemaName } = question;
  const asked = { task, system, user, schemaName };
  const { value } = await aiFor(model).complete({ ...asked, schema });
  expect(value).toEqual({ pages: [3, 5], note: '' });
});

test('bounds that strict schemas cannot hold are checked when the reply is here', async () => {
  await using model = await modelServer();
  model.reply(() => json({ ...good, score: 7 }));
  await expect(aiFor(model).complete({ ...question, schema: answerSchema })).rejects.toMatchObject({
    kind: 'malformed',
    message: "The model's reply does not fit the schema at score (too_big).",
  });
});
