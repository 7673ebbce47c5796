// npm run bench pipeline [-- --long]: how near the pipeline comes to what limits it. Ratios, all within one run.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Reply } from '../tests/support/api-client.js';
import { eventsUntil, reached, textRfp, untilReady, uploadRfp } from '../tests/support/rfp.js';
import { scriptEngine } from '../tests/support/scripted-engine.js';
import { machine, openStage, questions, type Stage, table } from './support/stage.js';

const CONCURRENCY = 16;
const long = process.argv.includes('--long');

async function start(stage: Stage, asked: string[], clientName = 'Bench'): Promise<string> {
  const { workflow, errors } = await uploadRfp(stage.api, textRfp(asked), { clientName });
  if (errors.length) throw new Error(errors[0].message);
  return workflow.workflowId;
}

/** Seconds between the events that begin and end the drafting of answers, by the service's own clock. */
function draftingSeconds(events: Reply[]): number {
  const at = (state: string) => Date.parse(events.find(reached(state)).at);
  return (at('REVIEWING') - at('GENERATING')) / 1000;
}

const EVENTS_WITH_TIME = `subscription ($w: String!) { workflowEvents(workflowId: $w) { __typename sequence at ... on WorkflowStateChanged { from to } } }`;

async function timedEvents(stage: Stage, workflowId: string): Promise<Reply[]> {
  const events: Reply[] = [];
  for await (const { data } of stage.api.subscribe(EVENTS_WITH_TIME, { w: workflowId })) {
    events.push(data.workflowEvents);
    if (data.workflowEvents.__typename === 'OutputReady') return events;
  }
  throw new Error('the subscription ended');
}

async function latencyBound(): Promise<void> {
  await using stage = await openStage({ ANSWER_CONCURRENCY: String(CONCURRENCY) });
  scriptEngine(stage.model, { draftDelayMs: 1000 });
  // Once to warm up, which is what a service that runs is.
  await untilReady(stage.api, await start(stage, questions(2)));
  const seconds = draftingSeconds(await timedEvents(stage, await start(stage, questions(64))));
  const ideal = 64 / CONCURRENCY;
  console.log('\n## 64 questions, a model that takes 1 s, 16 at a time\n');
  console.log(
    table([
      {
        '': 'drafting all answers',
        seconds: seconds.toFixed(2),
        'to the ideal 4 s': (seconds / ideal).toFixed(2),
        'to sequential 64 s': (seconds / 64).toFixed(3),
      },
    ]),
  );
}

async function answersPerSecond(): Promise<void> {
  const count = 400;
  await using stage = await openStage({ ANSWER_CONCURRENCY: String(CONCURRENCY) });
  scriptEngine(stage.model);
  await untilReady(stage.api, await start(stage, questions(20)));
  const bare = await bareTemporal(stage.temporalAddress);
  try {
    const rows = [];
    // Interleaved, so that noise of the machine meets both.
    for (let round = 1; round <= 3; round++) {
      const answers =
        count /
        draftingSeconds(await timedEvents(stage, await start(stage, questions(count, `round ${round}`))));
      const noops = count / (await bare.run(count));
      rows.push({
        round,
        'answers/s': answers.toFixed(0),
        'no-op activities/s': noops.toFixed(0),
        ratio: (answers / noops).toFixed(2),
      });
    }
    console.log(
      '\n## 400 questions, a model that takes no time, beside bare Temporal activities that do nothing\n',
    );
    console.log(table(rows));
  } finally {
    await bare.close();
  }
}

/** A worker of our settings, in this process, whose activities do nothing. */
async function bareTemporal(address: string) {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const taskQueue = `bench-${randomUUID()}`;
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: new URL('./support/noop.ts', import.meta.url).pathname,
    activities: { noop: async () => {} },
    maxConcurrentActivityTaskExecutions: 64,
  });
  const done = worker.run();
  const client = new Client({ connection: await Connection.connect({ address }) });
  const run = async (count: number) => {
    const begun = performance.now();
    await client.workflow.execute('noopRun', {
      taskQueue,
      workflowId: randomUUID(),
      args: [count, CONCURRENCY],
    });
    return (performance.now() - begun) / 1000;
  };
  await run(20);
  return {
    run,
    async close() {
      worker.shutdown();
      await done;
      await connection.close();
      await client.connection.close();
    },
  };
}

async function twentyAtOnce(): Promise<void> {
  await using stage = await openStage({ ANSWER_CONCURRENCY: '4' });
  scriptEngine(stage.model, { draftDelayMs: 100 });
  await untilReady(stage.api, await start(stage, questions(2)));
  const begun = performance.now();
  const seconds = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const workflowId = await start(stage, questions(20, `subject ${i}`), `Client ${i}`);
      const first = eventsUntil(stage.api, workflowId, ({ __typename }) => __typename === 'AnswerUpdated');
      await first;
      const firstAnswer = (performance.now() - begun) / 1000;
      await untilReady(stage.api, workflowId);
      return { firstAnswer, ready: (performance.now() - begun) / 1000 };
    }),
  );
  const spread = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return { first: sorted[0]!.toFixed(1), median: sorted[10]!.toFixed(1), last: sorted.at(-1)!.toFixed(1) };
  };
  console.log('\n## 20 RFPs of 20 questions at once (seconds from the common start)\n');
  console.log(
    table([
      { '': 'first answer', ...spread(seconds.map(({ firstAnswer }) => firstAnswer)) },
      { '': 'ready', ...spread(seconds.map(({ ready }) => ready)) },
    ]),
  );
}

async function longHistory(): Promise<void> {
  await using stage = await openStage({ ANSWER_CONCURRENCY: String(CONCURRENCY) });
  scriptEngine(stage.model);
  const workflowId = await start(stage, questions(500));
  await untilReady(stage.api, workflowId);
  const connection = await Connection.connect({ address: stage.temporalAddress });
  const client = new Client({ connection });
  const { historyLength, historySize } = await client.workflow.getHandle(workflowId).describe();
  await connection.close();
  console.log('\n## The Temporal history of a run over 500 questions\n');
  console.log(
    table([
      { '': 'events', measured: historyLength, limit: 10_240 },
      { '': 'bytes', measured: historySize ?? 0, limit: 10 * 1024 * 1024 },
    ]),
  );
}

async function memory(): Promise<void> {
  const runs = long ? 100 : 30;
  await using stage = await openStage({ OPENAI_BASE_URL: '', OPENAI_MODEL: '' });
  const rows = [];
  for (let run = 0; run <= runs; run++) {
    if (run % 10 === 0)
      rows.push({ runs: run, 'RSS of the service, MB': residentMegabytes(stage.service.pid) });
    if (run < runs) await untilReady(stage.api, await start(stage, questions(30, `run ${run}`)));
  }
  console.log(`\n## Memory over ${runs} runs of 30 questions\n`);
  console.log(table(rows));
}

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

console.log(`Machine: ${machine()}`);
const parts = { latencyBound, answersPerSecond, twentyAtOnce, longHistory, memory };
const only = process.argv.find((name) => name in parts) as keyof typeof parts | undefined;
for (const part of only ? [parts[only]] : Object.values(parts)) await part();
process.exit(0);
