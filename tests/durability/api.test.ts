import { expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { deaths, type ServiceProcess, startProcess } from '../support/processes.js';
import { testSettings } from '../support/service.js';
import { accountOf } from './support/account.js';
import { expectResponseFile } from './support/files.js';
import { follow } from './support/follower.js';
import { addKnowledge, pointsOf, stage, uploadQuestions } from './support/stage.js';
import { testRandom } from './support/test-random.js';

const QUESTIONS = 60;
const KILLS = 3;

test('a client follows a run through kills of the API, and the run does not notice', {
  timeout: 300_000,
}, async () => {
  const random = testRandom();
  await using model = await stage(600);
  const port = await freePort();
  await using settings = await testSettings({ ...model.env, PORT: String(port), ANSWER_CONCURRENCY: '4' });
  const databaseUrl = settings.env.DATABASE_URL!;
  const url = `http://127.0.0.1:${port}`;
  let api: ServiceProcess = await startProcess('api', settings.env);
  await using _api = { [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
  await using _worker = await startProcess('worker', settings.env);
  await addKnowledge(url);

  const reference = await uploadQuestions(url, QUESTIONS);
  const follower = follow(reference, () => url);
  for (const point of pointsOf(random, KILLS, QUESTIONS)) {
    await model.drafts(point);
    await api.kill();
    api = await startProcess('api', settings.env);
  }
  await follower.done;
  expect(deaths).toEqual([]);

  const account = await accountOf(databaseUrl, reference, { engine: model.engine, expected: QUESTIONS });
  expect(account).toEqual({
    state: 'READY',
    questions: QUESTIONS,
    lost: 0,
    doubled: 0,
    repeated: 0,
    gaps: 0,
  });
  expect(follower.reconnects).toBeGreaterThan(0);
  expect(follower.sequences).toEqual(follower.sequences.map((_, i) => i + 1));
  await expectResponseFile(url, reference, settings.env.BIDWRIGHT_DATA_DIR!);
});
