import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { processIdentity } from '../../src/platform/processes/process-lock.mjs';
import { untilGone } from '../platform/support/owner.js';
import { temporaryFolder } from '../support/folder.js';
import { deaths, killForeign, type ServiceProcess, startProcess } from '../support/processes.js';
import { accountOf, inFlightAt } from './support/account.js';
import { embeddedDatabaseUrl, SERVER_FILES, serverPid } from './support/embedded.js';
import { expectResponseFile } from './support/files.js';
import { follow } from './support/follower.js';
import { addKnowledge, pointsOf, stage, uploadQuestions } from './support/stage.js';
import { testRandom } from './support/test-random.js';

const QUESTIONS = 60;

test('the service outlives kills of its PostgreSQL, its Temporal server and itself', {
  timeout: 300_000,
}, async () => {
  const random = testRandom();
  await using model = await stage(300);
  using folder = temporaryFolder();
  const [port, postgresPort, temporalPort, uiPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ].map(String);
  const env = {
    ...model.env,
    BIDWRIGHT_DATA_DIR: folder.path,
    PORT: port!,
    POSTGRES_PORT: postgresPort!,
    TEMPORAL_PORT: temporalPort!,
    TEMPORAL_UI_PORT: uiPort!,
  };
  const url = `http://127.0.0.1:${port}`;
  let service: ServiceProcess = await startProcess('all', env);
  const servers = new Set<number>();
  const note = async () => {
    servers.add(await serverPid(folder.path, 'postgres')).add(await serverPid(folder.path, 'temporal'));
  };
  {
    await using _service = { [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
    await addKnowledge(url);
    const databaseUrl = embeddedDatabaseUrl(folder.path, postgresPort!);
    const reference = await uploadQuestions(url, QUESTIONS);
    const follower = follow(reference, () => url);

    const victims = random.shuffled([
      'postgres',
      'postgres',
      'temporal',
      'temporal',
      'service',
      'service',
    ] as const);
    const points = pointsOf(random, victims.length, QUESTIONS);
    const inFlight = new Set<string>();
    for (const [i, victim] of victims.entries()) {
      await model.drafts(points[i]!);
      await note();
      const kill = async () =>
        victim === 'service' ? service.kill() : killForeign(await serverPid(folder.path, victim));
      for (const draft of await inFlightAt(databaseUrl, reference, model.engine, kill)) inFlight.add(draft);
      if (victim === 'service') service = await startProcess('all', env);
    }
    await follower.done;
    expect(deaths).toEqual([]);

    const account = await accountOf(databaseUrl, reference, { engine: model.engine, expected: QUESTIONS });
    expect(account).toMatchObject({ state: 'READY', questions: QUESTIONS, lost: 0, doubled: 0, gaps: 0 });
    expect(account.repeated).toBeLessThanOrEqual(inFlight.size);
    expect(follower.sequences).toEqual(follower.sequences.map((_, i) => i + 1));
    await expectResponseFile(url, reference, folder.path);
    await note();
  }
  for (const pid of servers) await untilGone(pid);
  expect([...servers].map(processIdentity)).toEqual([...servers].map(() => null));
  expect(() => readFileSync(join(folder.path, SERVER_FILES.postgres))).toThrow();
});
