/*
 * The query that frontends poll with, under load: `npm run bench polling [rounds] [seconds]`. Needs wrk.
 *
 *   bare      node:http and pg, one prepared statement written for this query alone: the peer
 *   constant  Yoga whose resolver returns a constant: what GraphQL over HTTP costs without any data
 *   read      Bidwright, reading everything from the database for each request
 *   checked   Bidwright, asking the database for the version each time, as it does while it hears no events
 *   kept      Bidwright as it is: a response is read once for each change of the workflow
 *
 * All run beside each other, each in a process of its own, and take turns; figures are medians of the rounds.
 *
 * `npm run bench polling row-security [rounds] [seconds]` compares the last three with themselves without row-level
 * security (`read-open`, …): what it costs is the median of the rounds' ratios.
 */
import { isDeepStrictEqual } from 'node:util';
import { benchDatabase, seedWorkflows } from './support/database.js';
import { serverProcess } from './support/servers.js';
import { type Load, median, wrk } from './support/wrk.js';

const QUERY = `query Poll($workflowId: String!) {
  workflow(workflowId: $workflowId) {
    state
    progress { step steps label percent questionsAnswered questionsTotal }
    generatedResponses { id status confidence text question { position text } }
    reviewResult { overallQuality completenessScore issuesFound { severity message } }
    outputFile { filename url }
  }
}`;
const ANSWERS = 20;
const POLLS = ['read', 'checked', 'kept'];

const given = process.argv.slice(2);
const isRowSecurity = given[0] === 'row-security';
const [rounds = 5, seconds = 3] = given.slice(isRowSecurity ? 1 : 0).map(Number);
const names = isRowSecurity
  ? ['bare', ...POLLS.flatMap((name) => [name, `${name}-open`])]
  : ['bare', 'constant', ...POLLS];
const file = new URL('./support/polling-servers.ts', import.meta.url).pathname;

await using database = await benchDatabase();
const [workflow] = await seedWorkflows(database.url, 1, ANSWERS);
const body = JSON.stringify({ query: QUERY, variables: { workflowId: workflow!.reference } });

async function ask(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
}
/** The data, with the address that links begin with taken out, which differs between the servers. */
const withoutHost = (text: string) => JSON.parse(text.replace(/http:\/\/127[^/]+/, '')).data;

const urls: Record<string, string> = {};
const stops: (() => Promise<unknown>)[] = [];
let response = '';
// What the others answer is what the constant is made of.
for (const name of [...names.filter((each) => each !== 'constant'), ...(isRowSecurity ? [] : ['constant'])]) {
  const server = await serverProcess(file, [name, database.url, response]);
  urls[name] = server.url;
  stops.push(server.stop);
  const answer = await ask(server.url);
  response ||= answer;
  if (!isDeepStrictEqual(withoutHost(answer), withoutHost(response)))
    throw new Error(`${name} answers something else:\n${answer}\n${response}`);
}

const loads: Record<string, Load[]> = Object.fromEntries(names.map((name) => [name, []]));
for (const name of names) await wrk(`${urls[name]}/graphql`, body, 1);
for (let round = 0; round < rounds; round++)
  // To and fro, so that nobody always comes after the same one.
  for (const name of round % 2 ? names.toReversed() : names)
    loads[name]!.push(await wrk(`${urls[name]}/graphql`, body, seconds));

console.log(
  `Polled query: 1 workflow, ${ANSWERS} answers, ${Buffer.byteLength(response)} bytes; 32 connections; ` +
    `medians of ${rounds} rounds of ${seconds} s`,
);
const figure = (name: string, of: (load: Load) => number) => median(loads[name]!.map(of));
const peer = figure('bare', ({ perSecond }) => perSecond);
for (const name of names) {
  const perSecond = figure(name, (load) => load.perSecond);
  const spread = loads[name]!.map((load) => load.perSecond);
  console.log(
    `${name.padEnd(12)} ${perSecond.toFixed(0).padStart(7)}/s  ${(perSecond / peer).toFixed(2)} of bare  ` +
      `p50 ${figure(name, ({ p50 }) => p50).toFixed(1)} ms  p99 ${figure(name, ({ p99 }) => p99).toFixed(1)} ms  ` +
      `(${Math.min(...spread).toFixed(0)} to ${Math.max(...spread).toFixed(0)})`,
  );
}

if (isRowSecurity)
  for (const name of POLLS) {
    const ratios = loads[name]!.map(
      (load, round) => load.perSecond / loads[`${name}-open`]![round]!.perSecond,
    );
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
    console.log(
      `Row-level security, ${name}: ${median(ratios).toFixed(3)} of the throughput without ` +
        `(${least.toFixed(3)} to ${most.toFixed(3)})`,
    );
  }

for (const stop of stops) await stop();
