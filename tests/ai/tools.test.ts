import { expect, test } from 'vitest';
import {
  inOnePiece,
  json,
  malformed,
  modelServer,
  refusal,
  type text,
  truncated,
} from '../support/model-server.js';
import { aiFor, failureOf, good, question } from './ask.js';

const tools = { dialect: { format: 'tools' } } as const;

test('the model is made to call a function, whose arguments are the reply', async () => {
  await using model = await modelServer();
  model.on('draft_answer', () => json(good));
  const { value, usage } = await aiFor(model, tools).complete(question);
  expect(value).toEqual(good);
  expect(usage.outputTokens).toBeGreaterThan(0);
  const { body } = model.requests[0]!;
  expect(body.tool_choice).toEqual({ type: 'function', function: { name: 'draft_answer' } });
  expect(body.tools).toHaveLength(1);
  expect(body).not.toHaveProperty('response_format');
  // The function's parameters are the schema; the prompt need not repeat it.
  expect(body.messages[0]!.content).toBe(question.system);
});

test('the arguments are told as they are written', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const pieces: string[] = [];
  const { value } = await aiFor(model, tools).stream(question, () => (piece) => void pieces.push(piece));
  expect(value).toEqual(good);
  expect(pieces.join('')).toBe(JSON.stringify(good));
  expect(pieces.length).toBeGreaterThan(5);
});

test('words before the call are taken back when the call begins', async () => {
  await using model = await modelServer();
  const event = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const call = (args: string) => ({ tool_calls: [{ index: 0, function: { arguments: args } }] });
  model.reply(() => ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const source = JSON.stringify(good);
    response.write(event({ content: 'Let me {see}.' }) + event(call(source.slice(0, 9))));
    response.end(`${event(call(source.slice(9)))}${event({}, 'tool_calls')}data: [DONE]\n\n`);
  });
  const told: string[] = [];
  const { value } = await aiFor(model, tools).stream(question, () => {
    told.push('');
    return (piece) => {
      told[told.length - 1] += piece;
    };
  });
  expect(value).toEqual(good);
  expect(told).toEqual(['Let me {see}.', JSON.stringify(good)]);
});

test('a model that writes its reply in place of calling is understood', async () => {
  await using model = await modelServer();
  model.reply(() => (exchange) => json(good)({ ...exchange, tool: undefined }));
  expect((await aiFor(model, tools).complete(question)).value).toEqual(good);
});

test.each([
  ['in pieces', (reply: ReturnType<typeof text>) => reply],
  ['in one piece', inOnePiece],
])('arguments that are no JSON are repaired, %s', async (_, sent) => {
  await using model = await modelServer();
  model.reply(({ n }) => sent(n === 0 ? malformed() : json(good)));
  expect((await aiFor(model, tools).stream(question, () => () => {})).value).toEqual(good);
  expect(model.total).toBe(2);
});

test.each([
  ['cut off', truncated(), 'malformed'],
  ['declined', refusal('No.'), 'refused'],
])('a call that is %s has its class', async (_, reply, kind) => {
  await using model = await modelServer();
  model.reply(() => reply);
  expect((await failureOf(aiFor(model, tools).complete(question))).kind).toBe(kind);
});

test.each([
  ['that has no tools', ['tools'] as const],
  ['that will not be forced to call one', ['tool_choice'] as const],
])('an endpoint %s is asked for JSON with the schema in the prompt, and from then on', async (_, refuses) => {
  await using model = await modelServer({ refuses: [...refuses] });
  model.on('draft_answer', () => json(good));
  const ai = aiFor(model, tools);
  expect((await ai.complete(question)).value).toEqual(good);
  await ai.complete(question);
  expect(model.requests.map(({ body }) => body.response_format?.type)).toEqual([
    undefined,
    'json_object',
    'json_object',
  ]);
});

test('an endpoint that is not known to call functions is never asked to', async () => {
  await using model = await modelServer({ refuses: ['json_schema', 'json_object'] });
  model.on('draft_answer', () => json(good));
  await aiFor(model).complete(question);
  expect(model.requests.some(({ body }) => 'tools' in body)).toBe(false);
});

test('where the endpoint may ignore the schema, the prompt tells it as well', async () => {
  await using model = await modelServer();
  model.on('draft_answer', () => json(good));
  await aiFor(model, { dialect: { tells: true } }).complete(question);
  const { body } = model.requests[0]!;
  expect(body.response_format?.type).toBe('json_schema');
  expect(body.messages[0]!.content).toContain('It must satisfy the JSON schema "draft_answer"');
});
