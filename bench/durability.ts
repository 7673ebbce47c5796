/**
 * Kills processes of the service (SIGKILL) at random points of one long run and settles the account:
 * `npm run bench durability [-- --questions 500 --kills 50 --seed 1 --latency 300]`. Build first.
 *
 * lost        questions without a drafted answer
 * doubled     answers that were announced more than once
 * repeated    drafts that the model was asked for again; allowed are those in flight at a kill of anything but an API
 * gaps        events whose number does not follow on the one before, in the database and as a client saw them
 */
import { parseArgs } from 'node:util';
import { startBackends } from '../src/backends.js';
import { createLog } from '../src/platform/observability/log.js';
import { freePort } from '../src/platform/processes/ports.js';
import { parseEnv } from '../src/platform/settings/env.js';
import { accountOf, inFlightAt } from '../tests/durability/support/account.js';
import { serverPid } from '../tests/durability/support/embedded.js';
import { follow } from '../tests/durability/support/follower.js';
import { randomFrom } from '../tests/durability/support/random.js';
import { addKnowledge, pointsOf, stage, uploadQuestions } from '../tests/durability/support/stage.js';
import { temporaryFolder } from '../tests/support/folder.js';
import { deaths, killForeign, type ServiceProcess, startProcess } from '../tests/support/processes.js';

const { values } = parseArgs({
  options: {
    questions: { type: 'string', default: '500' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    latency: { type: 'string', default: '300' },
  },
});
const questions = Number(values.questions);
const kills = Number(values.kills);
const random = randomFrom(Number(values.seed));
const VICTIMS = ['worker', 'worker', 'API', 'PostgreSQL', 'Temporal'] as const;
type Victim = (typeof VICTIMS)[number];

async function killIn(
  list: ServiceProcess[],
  again: (i: number) => Promise<ServiceProcess>,
): Promise<() => Promise<void>> {
  const i = random.between(0, list.length - 1);
  await list[i]!.kill();
  return async () => {
    list[i] = await again(i);
  };
}

using folder = temporaryFolder();
const dataDir = folder.path;
const closers: (() => Promise<unknown>)[] = [];
const began = Date.now();
try {
  await using model = await stage(Number(values.latency));
  const ports = [];
  for (let i = 0; i < 5; i++) ports.push(String(await freePort()));
  const servers = { POSTGRES_PORT: ports[0], TEMPORAL_PORT: ports[1], TEMPORAL_UI_PORT: ports[2] };
  const backends = await startBackends(
    parseEnv({ BIDWRIGHT_DATA_DIR: dataDir, ...servers }),
    createLog('silent', false),
    closers,
  );
  const env = {
    ...model.env,
    BIDWRIGHT_DATA_DIR: dataDir,
    DATABASE_URL: backends.databaseUrl,
    TEMPORAL_ADDRESS: backends.temporalAddress,
  };
  const apiPorts = ports.slice(3);
  const urls = apiPorts.map((port) => `http://127.0.0.1:${port}`);
  const start = (role: 'api' | 'worker', port = '0') => startProcess(role, { ...env, PORT: port });
  const apis = await Promise.all(apiPorts.map((port) => start('api', port)));
  const workers = await Promise.all([start('worker'), start('worker')]);
  closers.push(() => Promise.all([...apis, ...workers].map((it) => it.stop())));
  await addKnowledge(urls[0]!);

  /** Kills one of a kind; returns how to put another in its place. */
  const killOne: Record<Victim, () => Promise<() => Promise<void>>> = {
    worker: () => killIn(workers, () => start('worker')),
    API: () => killIn(apis, (i) => start('api', apiPorts[i])),
    // These two are started again by whoever watches over them.
    PostgreSQL: async () => killForeign(await serverPid(dataDir, 'postgres')).then(() => async () => {}),
    Temporal: async () => killForeign(await serverPid(dataDir, 'temporal')).then(() => async () => {}),
  };

  const reference = await uploadQuestions(urls[0]!, questions);
  const follower = follow(reference, (connection) => urls[connection % urls.length]!);
  const victims = random.shuffled(Array.from({ length: kills }, (_, i) => VICTIMS[i % VICTIMS.length]!));
  const killed = new Map<Victim, number>();
  const inFlight = new Set<string>();
  for (const [i, point] of pointsOf(random, kills, questions).entries()) {
    await model.drafts(point);
    const victim = victims[i]!;
    let replace = async () => {};
    const known = await inFlightAt(env.DATABASE_URL, reference, model.engine, async () => {
      replace = await killOne[victim]();
    });
    await replace();
    killed.set(victim, (killed.get(victim) ?? 0) + 1);
    // The model is asked by workers: with an API nothing of that is lost.
    if (victim !== 'API') for (const draft of known) inFlight.add(draft);
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(
      `${seconds.padStart(5)} s  after ${point} drafts: kill ${i + 1}, ${victim}, ${known.length} in flight`,
    );
  }
  await follower.done;

  const account = await accountOf(env.DATABASE_URL, reference, { engine: model.engine, expected: questions });
  const unseen = follower.sequences.filter((sequence, i) => sequence !== i + 1).length;
  console.log(`\n${questions} questions, ${kills} kills, seed ${values.seed}: ${account.state}`);
  console.table(Object.fromEntries([...killed].map(([victim, n]) => [`kills of ${victim}`, n])));
  console.table({
    lost: account.lost,
    doubled: account.doubled,
    repeated: account.repeated,
    'in flight at the kills': inFlight.size,
    'gaps in the database': account.gaps,
    'gaps as the client saw': unseen,
    'reconnects of the client': follower.reconnects,
    'processes that died by themselves': deaths.length,
    seconds: Math.round((Date.now() - began) / 1000),
  });
} finally {
  for (const close of closers.reverse()) await close();
}
