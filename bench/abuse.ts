/*
 * What normal users notice of abuse: `npm run bench abuse [seconds before] [most seconds of abuse] [kind]`.
 * A kind (sign-ins, sockets, uploads, operations) for that one alone.
 *
 *   users   4 sessions, each from an address of its own: a query that is polled, a mutation, and the event of it that
 *           comes over a WebSocket
 *   abuse   all of it at once, from a process of its own: 10,000 sign-ins with wrong passwords from 200 addresses, 200 a
 *           second; 1,000 WebSockets that do nothing; 500 uploads of a byte a second; 200 operations past each limit and
 *           8,000 requests of one address, 200 a second
 *
 * One service with the limits as they come; it believes X-Forwarded-For of this machine (TRUSTED_PROXIES), by which
 * clients play different addresses. Figures are ratios of the users' latency during the abuse to that before it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { newMasterKey } from '../src/platform/secrets/master-key.js';
import type { Refusals } from './support/abuser.js';
import { benchDatabase, seedWorkflows } from './support/database.js';
import { EMAIL, NormalUser, type Samples, sessions } from './support/normal-users.js';
import { serverProcess } from './support/servers.js';

const before = Number(process.argv[2] ?? 30) * 1000;
const most = Number(process.argv[3] ?? 150) * 1000;
const USERS = 4;

await using database = await benchDatabase();
const workflows = await seedWorkflows(database.url, USERS, 20);
const file = (name: string) => new URL(`./support/${name}.ts`, import.meta.url).pathname;
const server = await serverProcess(file('abuse-server'), [database.url, newMasterKey()]);
const tokens = await sessions(server.url, EMAIL, USERS);
const [abusers] = await sessions(server.url, 'mallory@example.com', 1);
const users = await Promise.all(
  workflows.map((workflow, i) =>
    NormalUser.start(server.url, { token: tokens[i]!, workflow, address: `198.51.100.${i + 1}` }),
  ),
);
const collect = () => users.map((user) => user.take());

await wait(3_000);
collect();
await wait(before);
const usual = collect();

const child = fork(file('abuser'), [server.url, abusers!, process.argv[4] ?? ''], {
  execArgv: ['--import', 'tsx'],
});
process.once('exit', () => child.kill('SIGKILL'));
const ended = once(child, 'exit');
let refusals: Refusals = {};
child.on('message', (message) => {
  refusals = message as Refusals;
});
const began = performance.now();
// Its first seconds are those in which it starts.
await once(child, 'message');
collect();
await Promise.race([ended, wait(most)]);
const during = collect();
const seconds = (performance.now() - began) / 1000;
child.kill('SIGKILL');
for (const user of users) user.stop();
await server.stop();

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
const all = (samples: Samples[], what: keyof Samples) =>
  samples.flatMap((each) => each[what]).sort((a, b) => a - b);

console.log(`Abuse of ${seconds.toFixed(0)} s; latency of ${USERS} users in ms, before and during`);
for (const what of ['poll', 'mutation', 'event'] as const) {
  const [usually, then] = [all(usual, what), all(during, what)];
  const line = [0.5, 0.95].map((share) => {
    const [one, other] = [percentile(usually, share), percentile(then, share)];
    return `p${share * 100} ${one.toFixed(1)} → ${other.toFixed(1)} ratio ${(other / one).toFixed(2)}`;
  });
  console.log(
    `  ${what.padEnd(9)} ${String(usually.length).padStart(5)} → ${String(then.length).padEnd(6)} ${line.join('   ')}`,
  );
}
const failed = users.reduce((sum, user) => sum + user.failed, 0);
console.log(`  ${failed} requests of users failed`);
console.log('Refused');
for (const [abuse, outcomes] of Object.entries(refusals))
  console.log(
    `  ${abuse}: ${Object.entries(outcomes)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', ')}`,
  );
process.exit();
