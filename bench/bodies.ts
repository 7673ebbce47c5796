/*
 * What bodies of strangers do to a service with a small heap: `npm run bench bodies [MB of heap]`, 256 where none is given.
 *
 *   texts    30 operations of nobody, each with another text of 40 MB, then 100 of 90 KB: what of it stays in memory
 *   values   one body of 48 MB of JSON whose values are empty lists
 *   nesting  one body of 48 MB of JSON, lists within lists
 *
 * Each on a service of its own, in a process of its own, as it comes but for quotas; said is for how long
 * at a time it did nothing else, how much its memory grew at most and for good, and whether it is still there.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { newMasterKey } from '../src/platform/secrets/master-key.js';
import { benchDatabase } from './support/database.js';
import { serverProcess } from './support/servers.js';

const heap = Number(process.argv[2] ?? 256);
const MB = 1024 * 1024;
const FILE = new URL('./support/abuse-server.ts', import.meta.url).pathname;

const query = (n: number, bytes: number) => `{"query":"{ __typename } # ${n} ${'x'.repeat(bytes)}"}`;
const variable = (json: string) => `{"query":"{ __typename }","variables":{"a":${json}}}`;
const SCENES: Record<string, () => Iterable<string>> = {
  *texts() {
    for (let n = 0; n < 30; n++) yield query(n, 40 * MB);
    for (let n = 30; n < 130; n++) yield query(n, 90 * 1024);
  },
  *values() {
    yield variable(`[${'[],'.repeat(16 * MB - 1)}[]]`);
  },
  *nesting() {
    yield variable('['.repeat(24 * MB) + ']'.repeat(24 * MB));
  },
};

/** The status of the response, or how the connection ended; the body is sent to its end where it can be. */
function post(url: string, body: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/graphql`, { method: 'POST', headers, agent: false }, (res) => {
      res.resume().on('close', () => resolve(String(res.statusCode)));
    });
    sent.on('error', () => resolve('cut off'));
    sent.end(body);
  });
}

for (const [name, bodies] of Object.entries(SCENES)) {
  await using database = await benchDatabase();
  const args = [database.url, newMasterKey()];
  const server = await serverProcess(FILE, args, [`--max-old-space-size=${heap}`, '--expose-gc']);
  await post(server.url, query(0, 10));
  const before = await server.state();

  const answers: Record<string, number> = {};
  const died = once(server.ended, 'abort').then(() => 'died');
  const began = performance.now();
  for (const body of bodies()) {
    const answer = await Promise.race([post(server.url, body), died]);
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (server.ended.aborted) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const after = server.ended.aborted ? null : await server.state();
  console.log(
    `${name.padEnd(8)} ${Object.entries(answers)
      .map(([answer, count]) => `${count} × ${answer}`)
      .join(', ')} in ` +
      `${seconds.toFixed(1)} s; ` +
      (after
        ? `blocked for ${after.blockedMs.toFixed(0)} ms at a time, ${((after.peak - before.peak) / MB).toFixed(0)} MB more at most, ${((after.heap - before.heap) / MB).toFixed(1)} MB for good`
        : 'the service died'),
  );
  if (after) await server.stop();
}
process.exit();
