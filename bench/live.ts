/*
 * From the commit of an event to its subscribers, in ms: `npm run bench live [rounds] [events a round]`.
 *
 *   raw         ws alone: an announcement of the database becomes one text, sent to each socket. It reads no row, knows no
 *               query and replays nothing: the limit
 *   graphql-ws  plain graphql-ws over the same types: each event is read once, and its selection is executed for each
 *               subscriber, with a prepared statement for the answer. It asks nobody who they are: the peer
 *   bidwright   GraphQL over WebSocket, for users who have signed in and may see what they may
 *
 * Each subscriber is another user. Measured from just before COMMIT is sent to each arrival; a commit waits until the last
 * has arrived. Servers run in processes of their own and take turns; subscribers and writer share this one. Figures are
 * medians of the rounds' percentiles.
 */

import pg from 'pg';
import { EVENT_CHANNEL } from '../src/platform/events/wakeups.js';
import { newId } from '../src/platform/ids.js';
import { benchDatabase, type SeededWorkflow, seedWorkflows } from './support/database.js';
import { connect, type Follower, PROTOCOLS } from './support/live-clients.js';
import { serverProcess } from './support/servers.js';
import { type SeededUser, seedUsers } from './support/users.js';
import { median } from './support/wrk.js';

const rounds = Number(process.argv[2] ?? 5);
const events = Number(process.argv[3] ?? 40);
const NAMES = ['raw', 'graphql-ws', 'bidwright'] as const;
type Name = (typeof NAMES)[number];
const WARM_UP = 5;
// What an event of ours comes to on the wire; the limit sends as much.
const MESSAGE_BYTES = 490;

await using database = await benchDatabase();
const writer = new pg.Client({ connectionString: database.url });
// At the end of the database, whatever led to it.
writer.on('error', () => {});
await writer.connect();
const versions = new Map<string, number>();
const last = ({ id }: SeededWorkflow) => versions.get(id) ?? 1;

/** Commits an event of each workflow as the application does, all at once. @returns when COMMIT was sent */
async function commit(workflows: SeededWorkflow[]): Promise<number> {
  await writer.query('BEGIN');
  for (const { id, organizationId, answerIds } of workflows) {
    const sequence = (versions.get(id) ?? 1) + 1;
    versions.set(id, sequence);
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
  }
  const sent = performance.now();
  await writer.query('COMMIT');
  return sent;
}

interface Percentiles {
  p50: number;
  p99: number;
}

/** Who follows, and how many workflows change with each commit. */
interface Setting {
  title: string;
  followers: Omit<Follower, 'last'>[];
  atOnce: number;
}

async function measure(url: string, name: Name, { followers, atOnce }: Setting): Promise<Percentiles> {
  let arrivals: number[] = [];
  let expected = 0;
  let allArrived = () => {};
  const onEvent = (bytes: number) => {
    arrivals.push(performance.now());
    if (Math.abs(bytes - MESSAGE_BYTES) > 40)
      throw new Error(`${name} sends ${bytes} bytes, not ${MESSAGE_BYTES}`);
    if (arrivals.length === expected) allArrived();
  };
  const joining = followers.map((each) => ({ ...each, last: last(each.workflow) }));
  const clients = await connect(url, PROTOCOLS[name], joining, onEvent);
  const distinct = [...new Set(followers.map(({ workflow }) => workflow))];
  expected = (followers.length / distinct.length) * atOnce;
  const latencies: number[] = [];
  for (let n = 0; n < WARM_UP + events; n++) {
    arrivals = [];
    const arrived = new Promise<void>((resolve) => {
      allArrived = resolve;
    });
    const changed = Array.from({ length: atOnce }, (_, i) => distinct[(n * 7 + i) % distinct.length]!);
    const sent = await commit(changed);
    if (arrivals.length < expected) await arrived;
    if (n >= WARM_UP) latencies.push(...arrivals.map((at) => at - sent));
  }
  await clients.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
  return { p50: at(0.5), p99: at(0.99) };
}

/** An organization with so many users and workflows. */
async function organization(users: number, workflows: number) {
  const seeded = await seedUsers(database.url, newId(), users);
  return { users: seeded, workflows: await seedWorkflows(database.url, workflows, 1, ownerOf(seeded)) };
}
const ownerOf = ([owner]: SeededUser[]) => ({ userId: owner!.id, organizationId: owner!.organizationId });

const large = await organization(1000, 1000);
const ten: Awaited<ReturnType<typeof organization>>[] = [];
for (let n = 0; n < 10; n++) ten.push(await organization(100, 1));

const ofOne = (users: number) =>
  large.users.slice(0, users).map((user) => ({ user, workflow: large.workflows[0]! }));
const ofTen = ten.flatMap(({ users, workflows }) => users.map((user) => ({ user, workflow: workflows[0]! })));
const SETTINGS: Setting[] = [
  { title: 'one user of one workflow', followers: ofOne(1), atOnce: 1 },
  { title: '1,000 users of one workflow', followers: ofOne(1000), atOnce: 1 },
  { title: '1,000 users, ten organizations, one of them changes', followers: ofTen, atOnce: 1 },
  { title: '1,000 users, ten organizations, all change at once', followers: ofTen, atOnce: 10 },
  {
    title: '1,000 users with a workflow each',
    followers: large.users.map((user, i) => ({ user, workflow: large.workflows[i]! })),
    atOnce: 1,
  },
];

const file = new URL('./support/live-servers.ts', import.meta.url).pathname;
const servers = new Map<Name, Awaited<ReturnType<typeof serverProcess>>>();
for (const name of NAMES)
  servers.set(name, await serverProcess(file, [name, database.url, String(MESSAGE_BYTES)]));

console.log(`Commit to client in ms, p50 / p99; medians of ${rounds} rounds of ${events} commits`);
for (const setting of SETTINGS) {
  const results: Record<Name, Percentiles[]> = { raw: [], 'graphql-ws': [], bidwright: [] };
  for (let round = 0; round < rounds; round++)
    for (const name of NAMES) results[name].push(await measure(servers.get(name)!.url, name, setting));
  const figure = (name: Name, of: keyof Percentiles) => median(results[name].map((each) => each[of]));
  const both = (name: Name) => `${figure(name, 'p50').toFixed(1)} / ${figure(name, 'p99').toFixed(1)}`;
  const ratio = (to: Name) =>
    (['p50', 'p99'] as const).map((of) => (figure('bidwright', of) / figure(to, of)).toFixed(2)).join(' / ');
  console.log(
    `${setting.title.padEnd(52)} ${NAMES.map((name) => `${name} ${both(name)}`.padEnd(28)).join('')}` +
      `to raw ${ratio('raw').padEnd(14)} to graphql-ws ${ratio('graphql-ws')}`,
  );
}

for (const server of servers.values()) await server.stop();
await writer.end();
