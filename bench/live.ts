/*
 * From the commit of an event to its subscribers, in ms: `npm run bench live [rounds] [events a round]`.
 *
 *   raw        ws alone: an announcement of the database becomes one text, sent to each socket. It reads no row,
 *              knows no query and replays nothing: the peer
 *   bidwright  GraphQL over WebSocket: the event and its answer are read and the selection is executed
 *
 * Measured from just before COMMIT is sent to each arrival; a commit waits until the last has arrived. Servers
 * run in processes of their own and take turns; subscribers and writer share this one. Figures are medians of
 * the rounds' percentiles.
 */

import pg from 'pg';
import { DEFAULT_ACTOR } from '../src/identity/index.js';
import { EVENT_CHANNEL } from '../src/platform/events/wakeups.js';
import { benchDatabase, type SeededWorkflow, seedWorkflows } from './support/database.js';
import { connect, PROTOCOLS } from './support/live-clients.js';
import { serverProcess } from './support/servers.js';
import { median } from './support/wrk.js';

const rounds = Number(process.argv[2] ?? 5);
const events = Number(process.argv[3] ?? 40);
const NAMES = ['raw', 'bidwright'] as const;
const WARM_UP = 5;
// What an event of ours comes to on the wire; the peer sends as much.
const MESSAGE_BYTES = 490;

await using database = await benchDatabase();
const workflows = await seedWorkflows(database.url, 1000, 1);
const writer = new pg.Client({ connectionString: database.url });
await writer.connect();
const versions = new Map<string, number>();

/** Commits one event as the application does. @returns when COMMIT was sent */
async function commit({ id, answerIds }: SeededWorkflow): Promise<number> {
  const { organizationId } = DEFAULT_ACTOR;
  const sequence = (versions.get(id) ?? 1) + 1;
  versions.set(id, sequence);
  await writer.query('BEGIN');
  await writer.query('UPDATE answer SET updated_at = now() WHERE id = $1', [answerIds[0]]);
  await writer.query('UPDATE run SET version = $2, updated_at = now() WHERE id = $1', [id, sequence]);
  await writer.query(
    `WITH counted AS (
       UPDATE event_count SET last = last + 1 WHERE organization_id = $3 AND subject_type IN ('', 'RFP_RESPONSE')
       RETURNING last
     )
     INSERT INTO event (subject_id, sequence, organization_id, position, subject_type, type_sequence, kind, payload, at)
     SELECT $1, $2, $3, max(last), 'RFP_RESPONSE', max(last), 'answer-updated', $4, now() FROM counted`,
    [id, sequence, organizationId, { answerId: answerIds[0] }],
  );
  await writer.query('SELECT pg_notify($1, $2), pg_notify($1, $3)', [
    EVENT_CHANNEL,
    `${id} ${sequence}`,
    `${organizationId} 0`,
  ]);
  const sent = performance.now();
  await writer.query('COMMIT');
  return sent;
}

interface Percentiles {
  p50: number;
  p99: number;
}

/** Commits `events` events one after the other, to the followed workflows in turn. */
async function measure(
  url: string,
  name: (typeof NAMES)[number],
  followed: SeededWorkflow[],
): Promise<Percentiles> {
  let arrivals: number[] = [];
  let expected = 0;
  let allArrived = () => {};
  const onEvent = (bytes: number) => {
    arrivals.push(performance.now());
    if (Math.abs(bytes - MESSAGE_BYTES) > 40)
      throw new Error(`${name} sends ${bytes} bytes, not ${MESSAGE_BYTES}`);
    if (arrivals.length === expected) allArrived();
  };
  const last = (workflow: SeededWorkflow) => versions.get(workflow.id) ?? 1;
  const clients = await connect(
    url,
    PROTOCOLS[name],
    followed.map((workflow) => ({ ...workflow, last: last(workflow) })),
    onEvent,
  );
  const distinct = [...new Set(followed)];
  expected = followed.length / distinct.length;
  const latencies: number[] = [];
  for (let n = 0; n < WARM_UP + events; n++) {
    arrivals = [];
    const arrived = new Promise<void>((resolve) => {
      allArrived = resolve;
    });
    const sent = await commit(distinct[(n * 7) % distinct.length]!);
    if (arrivals.length < expected) await arrived;
    if (n >= WARM_UP) latencies.push(...arrivals.map((at) => at - sent));
  }
  await clients.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
  return { p50: at(0.5), p99: at(0.99) };
}

const file = new URL('./support/live-servers.ts', import.meta.url).pathname;
const servers = new Map<string, Awaited<ReturnType<typeof serverProcess>>>();
for (const name of NAMES)
  servers.set(name, await serverProcess(file, [name, database.url, String(MESSAGE_BYTES)]));

const one = (subscribers: number) => Array.from({ length: subscribers }, () => workflows[0]!);
const SETTINGS: [string, SeededWorkflow[]][] = [
  ['1 subscriber of one workflow', one(1)],
  ['100 subscribers of one workflow', one(100)],
  ['1,000 subscribers of one workflow', one(1000)],
  ['1,000 workflows with a subscriber each', workflows],
];

console.log(`Commit to client in ms; medians of ${rounds} rounds of ${events} events`);
for (const [title, followed] of SETTINGS) {
  const results: Record<string, Percentiles[]> = { raw: [], bidwright: [] };
  for (let round = 0; round < rounds; round++)
    for (const name of NAMES) results[name]!.push(await measure(servers.get(name)!.url, name, followed));
  const figure = (name: string, of: keyof Percentiles) => median(results[name]!.map((each) => each[of]));
  const line = (name: string) =>
    `${name} p50 ${figure(name, 'p50').toFixed(1)} p99 ${figure(name, 'p99').toFixed(1)}`;
  const ratio = (of: keyof Percentiles) => (figure('bidwright', of) / figure('raw', of)).toFixed(2);
  console.log(
    `${title.padEnd(40)} ${line('raw').padEnd(24)} ${line('bidwright').padEnd(30)} ` +
      `ratio p50 ${ratio('p50')} p99 ${ratio('p99')}`,
  );
}

for (const server of servers.values()) await server.stop();
await writer.end();
