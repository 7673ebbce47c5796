import { expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { deaths, startProcess } from '../support/processes.js';
import { testSettings } from '../support/service.js';
import { accountOf, inFlightAt } from './support/account.js';
import { expectResponseFile } from './support/files.js';
import { follow } from './support/follower.js';
import { addKnowledge, pointsOf, stage, uploadQuestions } from './support/stage.js';
import { testRandom } from './support/test-random.js';

const QUESTIONS = 60;
const KILLS = 3;

test('workers killed in the middle of a run lose nothing, and others finish it', {
  timeout: 300_000,
}, async () => {
  const random = testRandom();
  await using model = await stage(250);
  await using settings = await testSettings({ ...model.env, PORT: String(await freePort()) });
  const databaseUrl = settings.env.DATABASE_URL!;
  await using api = await startProcess('api', settings.env);
  const workers = await Promise.all([
    startProcess('worker', settings.env),
    startProcess('worker', settings.env),
  ]);
  await using _workers = {
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
    },
  };
  await addKnowledge(api.url!);

  const reference = await uploadQuestions(api.url!, QUESTIONS);
  const follower = follow(reference, () => api.url!);
  const inFlight = new Set<string>();
  for (const point of pointsOf(random, KILLS, QUESTIONS)) {
    await model.drafts(point);
    const [victim] = workers.splice(random.between(0, workers.length - 1), 1);
    const drafts = await inFlightAt(databaseUrl, reference, model.engine, () => victim!.kill());
    for (const draft of drafts) inFlight.add(draft);
    workers.push(await startProcess('worker', settings.env));
  }
  await follower.done;
  expect(deaths).toEqual([]);

  const account = await accountOf(databaseUrl, reference, { engine: model.engine, expected: QUESTIONS });
  expect(account).toMatchObject({ state: 'READY', questions: QUESTIONS, lost: 0, doubled: 0, gaps: 0 });
  expect(account.repeated).toBeLessThanOrEqual(inFlight.size);
  expect(follower.sequences).toEqual(follower.sequences.map((_, i) => i + 1));
  await expectResponseFile(api.url!, reference, settings.env.BIDWRIGHT_DATA_DIR!);
});
