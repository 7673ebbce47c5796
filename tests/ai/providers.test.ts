import { expect, test } from 'vitest';
import {
  type AiSettings,
  createAi,
  createEmbedder,
  credentialSettings,
  presetOf,
  settingsOf,
} from '../../src/ai/index.js';
import { json, modelServer, status } from '../support/model-server.js';
import { aiFor, apiKey, failureOf, good, question } from './ask.js';

const azure = presetOf('azure-openai')!;
const deployments = { key: apiKey, deployments: ['drafts'] };
const own: Partial<AiSettings> = {
  provider: 'OpenAI',
  settings: credentialSettings('Team key', 'OpenAI'),
};

test.each([
  ['new', '/openai/v1', '/openai/v1/chat/completions'],
  ['old', '/openai/deployments/drafts', '/openai/deployments/drafts/chat/completions?api-version=2024-10-21'],
  [
    'old, with a version of its own',
    '/openai/deployments/drafts?api-version=2025-04-01-preview',
    '/openai/deployments/drafts/chat/completions?api-version=2025-04-01-preview',
  ],
])("Azure answers at its %s address, with the key in Azure's header", async (_, path, asked) => {
  await using model = await modelServer({ azure: deployments });
  model.on('draft_answer', () => json(good));
  const ai = createAi({
    apiKey,
    ...settingsOf(azure, 'drafts', new URL(path, model.url).href),
  });
  expect((await ai.complete(question)).value).toEqual(good);
  expect((await ai.stream(question, () => () => {})).value).toEqual(good);
  expect(model.requests[0]!.url).toBe(asked);
  expect(model.requests[0]!.headers).not.toHaveProperty('authorization');
});

test.each([
  ['a wrong key', 'wrong-key-0123', 'drafts', 'Azure OpenAI refused the API key. Check OPENAI_API_KEY.'],
  ['a deployment that is not there', apiKey, 'other', 'Azure OpenAI does not know the model "other".'],
])('Azure says no to %s', async (_, key, name, message) => {
  await using model = await modelServer({ azure: deployments });
  const ai = createAi({ apiKey: key, ...settingsOf(azure, name, new URL('/openai/v1', model.url).href) });
  const failure = await failureOf(ai.complete(question));
  expect(failure).toMatchObject({ kind: 'rejected', retryable: false });
  expect(failure.message).toContain(message);
});

test.each([
  [401, 'no', 'OpenAI refused the API key. Check the key of the credential "Team key" (OpenAI).'],
  [
    404,
    'model_not_found',
    'OpenAI does not know the model "test-model". Check the model of the credential "Team key" (OpenAI).',
  ],
  [402, 'no', 'OpenAI says that the quota is used up. Check the plan and billing of the account.'],
  [503, 'no', 'OpenAI failed with status 503.'],
])('the message of a failure (%i) names the credential', async (code, error, message) => {
  await using model = await modelServer();
  model.reply(() => status(code, { error: { message: '', code: error } }));
  const failure = await failureOf(aiFor(model, own).complete(question));
  expect(failure.message).toBe(message);
});

test('so does one about an address, and one about embeddings', async () => {
  await using model = await modelServer();
  const nowhere = aiFor({ url: 'http://127.0.0.1:9/v1' }, own);
  expect((await failureOf(nowhere.complete(question))).message).toBe(
    'The connection to OpenAI at 127.0.0.1:9 failed. If this goes on, ' +
      'check the address of the credential "Team key" (OpenAI) and the network.',
  );
  model.onEmbeddings(() => status(200, { data: [{ index: 0, embedding: [1, 2, 3] }] }));
  const embedder = createEmbedder({ apiKey, baseUrl: model.url, model: 'e', dimensions: 2, ...own });
  expect((await failureOf(embedder.embed(['a']))).message).toContain(
    'Check the embedding dimensions of the credential "Team key" (OpenAI).',
  );
});

test('headers and parameters of a provider go with every request', async () => {
  await using model = await modelServer();
  model.on('draft_answer', () => json(good));
  await aiFor(model, { headers: { 'x-title': 'Bidwright' } }).complete(question);
  expect(model.requests[0]!.headers).toMatchObject({
    'x-title': 'Bidwright',
    authorization: `Bearer ${apiKey}`,
  });
});

test('thoughts that Gemini counts in the total alone are output', async () => {
  await using model = await modelServer();
  const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 530 };
  const choices = [{ finish_reason: 'stop', message: { content: JSON.stringify(good) } }];
  model.reply(() => status(200, { choices, usage }));
  const completion = await aiFor(model).complete(question);
  expect(completion.usage).toEqual({ inputTokens: 10, outputTokens: 520 });
});
