import { expect, test } from 'vitest';
import { deaths, startProcess } from '../support/processes.js';
import { testSettings } from '../support/service.js';
import { follow } from './support/follower.js';
import { addKnowledge, stage, uploadQuestions } from './support/stage.js';
import { testRandom } from './support/test-random.js';

const RUNS = 3;
const FOLLOWERS = 5;
const QUESTIONS = 60;
const RECONNECTS = 200;

test(`${RECONNECTS} forced reconnects over two API processes bring every event once and in order`, {
  timeout: 300_000,
}, async () => {
  const random = testRandom();
  await using model = await stage(400);
  await using settings = await testSettings({ ...model.env, PORT: '0', ANSWER_CONCURRENCY: '6' });
  const starting = (['api', 'api', 'worker'] as const).map((role) => startProcess(role, settings.env));
  await using first = await starting[0]!;
  await using second = await starting[1]!;
  await using _worker = await starting[2]!;
  const apis = [first.url!, second.url!];
  await addKnowledge(first.url!);

  const references = await Promise.all(
    apis
      .concat(apis)
      .slice(0, RUNS)
      .map((url) => uploadQuestions(url, QUESTIONS)),
  );
  const followers = references.flatMap((reference) =>
    Array.from({ length: FOLLOWERS }, (_, i) =>
      follow(
        reference,
        (connection) => apis[(connection + i) % apis.length]!,
        () => random.between(1, 5),
      ),
    ),
  );
  await Promise.all(followers.map(({ done }) => done));

  expect(deaths).toEqual([]);
  const reconnects = followers.reduce((sum, follower) => sum + follower.reconnects, 0);
  expect(reconnects).toBeGreaterThanOrEqual(RECONNECTS);
  for (const { sequences } of followers) {
    expect(sequences.length).toBeGreaterThan(QUESTIONS);
    expect(sequences).toEqual(sequences.map((_, i) => i + 1));
  }
});
