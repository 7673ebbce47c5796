import { expect, test } from 'vitest';
import { costOf, PRESETS, presetOf, settingsOf } from '../../src/ai/index.js';

const usage = { inputTokens: 2_000_000, outputTokens: 100_000 };
const openai = presetOf('openai')!;
const anthropic = presetOf('anthropic')!;
const azure = presetOf('azure-openai')!;

test('every provider of the list is known by its id', () => {
  const ids = ['openai', 'azure-openai', 'anthropic', 'google-gemini', 'deepseek', 'mistral', 'groq'];
  expect(PRESETS.map(({ id }) => id)).toEqual([...ids, 'openrouter', 'ollama', 'vllm', 'custom']);
  expect(presetOf('toString')).toBeNull();
});

test.each(PRESETS)('$name says of itself what is true', (preset) => {
  const { models, defaultModel, defaultEmbeddingModel, can, pricesAsOf } = preset;
  const named = (name: string | null) => models.find((model) => model.name === name);
  if (defaultModel !== null) expect(named(defaultModel)?.embeddings).toBeUndefined();
  if (defaultEmbeddingModel !== null) expect(named(defaultEmbeddingModel)?.embeddings).toBe(true);
  if (!can.embeddings) expect(models.filter(({ embeddings }) => embeddings)).toEqual([]);
  const priced = models.some(({ input }) => input !== null);
  expect(pricesAsOf === null).toBe(!priced);
  if (pricesAsOf !== null) expect(pricesAsOf).toMatch(/^2026-\d\d-\d\d$/);
  // Who gives no address must be asked for one.
  expect(preset.baseUrl === null).toBe(preset.baseUrlHint !== undefined);
});

test('the cost of a request follows the list prices for a million tokens', () => {
  expect(costOf(openai, 'gpt-5.4-mini', usage)).toBeCloseTo(2 * 0.75 + 0.1 * 4.5);
  expect(costOf(openai, 'text-embedding-3-small', { inputTokens: 500_000, outputTokens: 0 })).toBeCloseTo(
    0.01,
  );
});

test('a dated name costs what the model costs, and a longer name is another model', () => {
  expect(costOf(openai, 'gpt-5.4-mini-2026-03-17', usage)).toBe(costOf(openai, 'gpt-5.4-mini', usage));
  expect(costOf(anthropic, 'claude-haiku-4-5-20251001', usage)).toBeCloseTo(2.5);
  expect(costOf(openai, 'gpt-5.4-mini-audio', usage)).toBeNull();
});

test('prices of an own contract stand in for those of the list', () => {
  expect(costOf({ input: 1, output: 10 }, 'whatever', usage)).toBeCloseTo(3);
});

test.each([
  ['a model that is not on the list', openai, 'gpt-99', usage],
  ['a provider that is not known', null, 'gpt-5.4', usage],
  ['a model without a price', presetOf('mistral'), 'mistral-small-latest', usage],
  ['half a price', { input: 1, output: null }, 'm', usage],
  ['a provider that did not count', openai, 'gpt-5.4', { inputTokens: 0, outputTokens: 0 }],
])('%s has no known cost, which is not nothing', (_, from, model, used) => {
  expect(costOf(from, model, used)).toBeNull();
});

test('half a price is enough where the other half was not used', () => {
  expect(costOf({ input: 1, output: null }, 'm', { inputTokens: 1_000_000, outputTokens: 0 })).toBe(1);
});

test('a model may speak another dialect than its provider', () => {
  expect(settingsOf(anthropic, 'claude-haiku-4-5').dialect).toMatchObject({ format: 'tools', counts: true });
  expect(settingsOf(anthropic, 'claude-opus-5-5').dialect).toMatchObject({ format: 'text' });
});

test('the old addresses of Azure carry a version, the new one does not', () => {
  const old = settingsOf(azure, 'gpt', 'https://a.openai.azure.com/openai/deployments/gpt');
  expect(old).toMatchObject({ keyHeader: 'api-key', query: { 'api-version': '2024-10-21' } });
  expect(settingsOf(azure, 'gpt', 'https://a.openai.azure.com/openai/v1/').query).toEqual({});
});
