import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  malformed,
  quoteUntrusted,
  RULES,
  runTask,
  type Task,
  UNTRUSTED_NOTICE,
  type Usage,
} from '../../src/ai/index.js';
import { json, modelServer, status, truncated } from '../support/model-server.js';
import { aiFor, failureOf } from './ask.js';

/** Picks the longest of some lines: by its number with a model, by measuring without. */
const pickLine: Task<string[], { line: number }, string> = {
  name: 'pick a line',
  model: 'EXTRACTION',
  description: 'Picks the longest of some lines.',
  material: 'The lines.',
  instructions: 'Pick the longest line.',
  prompt: (lines) => quoteUntrusted('lines', lines.join('\n')),
  schema: z.object({ line: z.int() }),
  schemaName: 'pick_line',
  accept({ line }, lines) {
    const picked = lines[line];
    if (picked === undefined) throw malformed(`picks line ${line}, which was not shown.`);
    return picked;
  },
  rules: (lines) => lines.toSorted((a, b) => b.length - a.length)[0] ?? '',
};
const lines = ['short', 'the longest of all'];

test('without a model the rules do it, and say so', async () => {
  const result = await runTask(null, pickLine, lines);
  expect(result).toEqual({
    output: 'the longest of all',
    engine: RULES,
    usage: { inputTokens: 0, outputTokens: 0 },
    requestId: null,
  });
});

test('with a model its reply is taken, and the model is named', async () => {
  await using model = await modelServer();
  model.on('pick_line', () => json({ line: 0 }));
  const paid: Usage[] = [];
  const result = await runTask(aiFor(model), pickLine, lines, { onUsage: (usage) => paid.push(usage) });
  expect(result).toMatchObject({ output: 'short', engine: 'test-model' });
  expect(paid).toEqual([result.usage]);
});

test('rules never step in for a model that fails', async () => {
  await using model = await modelServer();
  model.reply(() => status(500));
  const rules = () => expect.unreachable('the rules were used');
  expect(await failureOf(runTask(aiFor(model), { ...pickLine, rules }, lines))).toMatchObject({
    kind: 'unavailable',
  });
});

test('a reply that the task does not accept is malformed, and counted', async () => {
  await using model = await modelServer();
  model.reply(() => json({ line: 9 }));
  const paid: Usage[] = [];
  const failure = await failureOf(
    runTask(aiFor(model), pickLine, lines, { onUsage: (usage) => paid.push(usage) }),
  );
  expect(failure).toMatchObject({ kind: 'malformed', retryable: true });
  expect(failure.message).toBe("The model's reply picks line 9, which was not shown.");
  expect(paid).toHaveLength(1);
});

test('a reply that was cut off is counted, since it is billed', async () => {
  await using model = await modelServer();
  model.reply(() => truncated());
  const paid: Usage[] = [];
  await failureOf(runTask(aiFor(model), pickLine, lines, { onUsage: (usage) => paid.push(usage) }));
  expect(paid).toEqual([{ inputTokens: expect.any(Number), outputTokens: 6 }]);
});

test.each([true, false])(
  'a task that is cancelled before it begins does nothing (model: %s)',
  async (withModel) => {
    await using model = await modelServer();
    const ai = withModel ? aiFor(model) : null;
    const rules = () => expect.unreachable('the rules were used');
    const running = runTask(ai, { ...pickLine, rules }, lines, { signal: AbortSignal.abort() });
    expect(await failureOf(running)).toMatchObject({ kind: 'aborted' });
    expect(model.total).toBe(0);
  },
);

test('a prompt that quotes a document carries the notice, even when the task forgot it', async () => {
  await using model = await modelServer();
  model.reply(() => json({ line: 0 }));
  const careful = {
    ...pickLine,
    instructions: UNTRUSTED_NOTICE,
    prompt: () => quoteUntrusted('a', 'b'),
  };
  await runTask(aiFor(model), pickLine, lines);
  await runTask(aiFor(model), careful, lines);
  const systems = model.requests.map(({ messages }) => messages[0]!.content);
  expect(systems).toEqual([`Pick the longest line.\n\n${UNTRUSTED_NOTICE}`, UNTRUSTED_NOTICE]);
});
