// Those who abuse the service in bench/abuse.ts: `abuser.ts <url> <token of a session> [kind]`. Bounded in number; ends when
// all of it has been answered or cut off. Sends what came of it to the process that started it.
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { EMAIL, SIGN_IN } from './normal-users.js';

/** How many of each abuse ended in which way. */
export type Refusals = Record<string, Record<string, number>>;

const SIGN_INS = 10_000;
const SOCKETS = 1_000;
const UPLOADS = 500;
const QUERIES_OF_EACH_KIND = 200;
const ADDRESSES = 200;

const [url = '', token = '', kind = ''] = process.argv.slice(2);
const refusals: Refusals = {};
const note = (abuse: string, outcome: string) => {
  refusals[abuse] ??= {};
  refusals[abuse][outcome] = (refusals[abuse][outcome] ?? 0) + 1;
};
const report = () => process.send!(refusals);
const reporting = setInterval(report, 1_000);
const addressOf = (n: number) => `203.0.113.${(n % ADDRESSES) + 1}`;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Posts JSON; the status and the first code of an error in what comes back. */
function post(body: string, address: string, bearer?: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = {
      ...{ 'content-type': 'application/json', 'x-forwarded-for': address },
      ...{ 'content-length': Buffer.byteLength(body), ...(bearer && { authorization: `Bearer ${bearer}` }) },
    };
    const req = request(`${url}/graphql`, { method: 'POST', agent, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(`${res.statusCode} ${/"code":"(\w+)"/.exec(text)?.[1] ?? 'OK'}`));
    });
    req.on('error', ({ message }) => resolve(message));
    req.end(body);
  });
}

/** Begins so many a second, whatever became of those before, until all have ended. */
async function each(count: number, aSecond: number, work: (n: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  const all: Promise<void>[] = [];
  while (all.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - begun) / 1000) * aSecond));
    while (all.length < due) all.push(work(all.length));
    await wait(20);
  }
  await Promise.all(all);
}

/** Half with addresses that have no account, half over twenty, of which one has; from ever other clients. */
const signIns = () =>
  each(SIGN_INS, 200, async (n) => {
    const email = n % 2 ? `nobody${n}@example.com` : n % 40 ? `user${n % 40}@example.com` : `x${EMAIL}`;
    const input = { email, password: 'not the password' };
    note('sign-in', await post(JSON.stringify({ query: SIGN_IN, variables: { input } }), addressOf(n)));
  });

/** Half never say a word, half say who they are and then nothing. */
const sockets = () =>
  each(SOCKETS, 100, (n) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { 'x-forwarded-for': addressOf(n), ...(n % 2 && { authorization: `Bearer ${token}` }) },
    });
    let isAdmitted = false;
    socket.on('open', () => n % 2 && socket.send('{"type":"connection_init"}'));
    socket.on('message', () => {
      isAdmitted = true;
    });
    return new Promise<void>((resolve) => {
      const end = (outcome: string) => {
        note(n % 2 ? 'idle socket with a session' : 'silent socket', outcome);
        resolve();
      };
      socket.on('error', ({ message }) => end(message));
      socket.on('close', (code) => end(`closed with ${code}${isAdmitted ? ' after it was admitted' : ''}`));
      // Some may stay for minutes; that they are open is what counts.
      setTimeout(() => socket.readyState === WebSocket.OPEN && end('open to the end'), 60_000).unref();
    });
  });

/** Each of a byte a second, of 50 MB announced; half without a session. */
const uploads = () =>
  each(UPLOADS, 50, (n) => {
    const abuse = n % 2 ? 'slow upload with a session' : 'slow upload of nobody';
    return new Promise<void>((resolve) => {
      const req = request(`${url}/upload/rfp`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'multipart/form-data; boundary=b', 'content-length': 50_000_000 },
          ...{ 'x-forwarded-for': addressOf(n), ...(n % 2 && { authorization: `Bearer ${token}` }) },
        },
      });
      const end = (outcome: string) => {
        clearInterval(dripping);
        note(abuse, outcome);
        req.destroy();
        resolve();
      };
      const dripping = setInterval(() => req.write('x'), 1_000);
      req.write('--b\r\ncontent-disposition: form-data; name="file"; filename="rfp.txt"\r\n\r\n');
      req.on('response', ({ statusCode }) => end(`${statusCode}`));
      req.on('error', () => end('cut off'));
    });
  });

const fields = (count: number, field: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => field(n)).join(' ');
const deep = `{ workflows { edges { node { generatedResponses { ${'question { answer { '.repeat(8)} id ${'} }'.repeat(8)} } } } } }`;

/** One operation past each limit, and then more than a minute allows. */
const OPERATIONS: Record<string, unknown> = {
  tokens: { query: `{ ${fields(2_100, () => '__typename')} }` },
  depth: { query: deep },
  aliases: { query: `{ ${fields(40, (n) => `a${n}: __typename`)} }` },
  directives: { query: `{ ${fields(40, () => '__typename @include(if: true)')} }` },
  cost: {
    query:
      '{ workflows(first: 100) { edges { node { generatedResponses { sources { text } } documentBlocks { parts { text } } } } } }',
  },
  batch: Array.from({ length: 11 }, () => ({ query: '{ __typename }' })),
  'no JSON': '{',
};

const operations = async () => {
  for (const [limit, body] of Object.entries(OPERATIONS)) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await each(QUERIES_OF_EACH_KIND, 200, async (n) =>
      note(`past ${limit}`, await post(text, addressOf(n), token)),
    );
  }
  const least = JSON.stringify({ query: '{ __typename }' });
  await each(8_000, 200, async () => note('requests of one address', await post(least, '192.0.2.1')));
};

report();
const kinds = { 'sign-ins': signIns, sockets, uploads, operations };
await Promise.all(Object.entries(kinds).flatMap(([name, begin]) => (kind && kind !== name ? [] : [begin()])));
clearInterval(reporting);
report();
await wait(200);
process.exit();
