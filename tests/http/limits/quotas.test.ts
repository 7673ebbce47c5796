import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { networkOf } from '../../../src/http/quotas/network.js';
import { type Policy, Quotas } from '../../../src/http/quotas/quota.js';
import { openDatabase } from '../../../src/platform/database/db.js';
import { type Sql, sqlOver } from '../../../src/platform/database/sql.js';
import { createLog } from '../../../src/platform/observability/log.js';
import { parseEnv } from '../../../src/platform/settings/env.js';
import { apiClient, type Reply } from '../../support/api-client.js';
import { testDatabase } from '../../support/database.js';
import { testService } from '../../support/service.js';
import { sse } from '../../support/sse.js';
import { type ApiOnly, apiOnly, edit, readyWorkflow } from '../api-only.js';

const log = createLog('silent', false);
const policy: Policy = { name: 'actor', quota: 1000 };

const MINUTE_MS = 60_000;
const ROOM_MS = 15_000;

// Quotas begin anew with each minute of the clock, which must not come in the midst of a test.
beforeEach(async () => {
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < ROOM_MS) await wait(left);
});

describe('a quota', () => {
  test('is shared by processes, and given out to the last point', async () => {
    await using database = await testDatabase();
    const opened = Array.from({ length: 3 }, () => openDatabase(database.url, 3, log));
    const processes = opened.map(({ pool }) => new Quotas(sqlOver(pool), log));
    let allowed = 0;
    for (let n = 0; n < 1500; n++) if ((await processes[n % 3]!.take(policy, 'a', 1)).allowed) allowed++;
    expect(allowed).toBe(1000);
    expect(await processes[0]!.take(policy, 'a', 1)).toMatchObject({ allowed: false, remaining: 0 });
    expect(await processes[0]!.take(policy, 'b', 1)).toMatchObject({ allowed: true, remaining: 999 });
    for (const { close } of opened) await close();
  });

  test('is never exceeded by concurrent requests, and costs few statements', async () => {
    await using database = await testDatabase();
    const { pool, close } = openDatabase(database.url, 5, log);
    let statements = 0;
    const under = sqlOver(pool);
    const sql: Sql = {
      query: (...args) => {
        statements++;
        return under.query(...args);
      },
    };
    const quotas = new Quotas(sql, log);
    const taken = await Promise.all(Array.from({ length: 1500 }, () => quotas.take(policy, 'a', 1)));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(1000);
    expect(statements).toBeLessThan(150);
    await close();
  });

  test('does not let a large request take what is not there, and keeps the rest for smaller ones', async () => {
    await using database = await testDatabase();
    const { pool, close } = openDatabase(database.url, 2, log);
    const quotas = new Quotas(sqlOver(pool), log);
    expect(await quotas.take(policy, 'a', 900)).toMatchObject({ allowed: true });
    expect(await quotas.take(policy, 'a', 200)).toMatchObject({ allowed: false, remaining: 100 });
    expect(await quotas.take(policy, 'a', 100)).toMatchObject({ allowed: true, remaining: 0 });
    await close();
  });

  test('that was lowered within a minute has nothing left, and never less', async () => {
    await using database = await testDatabase();
    const { pool, close } = openDatabase(database.url, 2, log);
    await new Quotas(sqlOver(pool), log).take(policy, 'a', 400);
    const lowered = { ...policy, quota: 100 };
    const after = new Quotas(sqlOver(pool), log);
    for (const points of [1, 200])
      expect(await after.take(lowered, 'a', points)).toMatchObject({ allowed: false, remaining: 0 });
    // What was counted before stays counted.
    const raised = new Quotas(sqlOver(pool), log);
    expect(await raised.take(policy, 'a', 700)).toMatchObject({ allowed: false });
    await close();
  });

  test('begins anew with each minute', async () => {
    await using database = await testDatabase();
    const { pool, close } = openDatabase(database.url, 2, log);
    const sql = sqlOver(pool);
    let ahead = 0;
    const quotas = new Quotas(sql, log, () => Date.now() + ahead);
    expect(await quotas.take(policy, 'a', 1000)).toMatchObject({ allowed: true });
    expect(await quotas.take(policy, 'a', 1)).toMatchObject({ allowed: false });
    // The database's clock cannot be turned on, but the row of the window back.
    await sql.query("UPDATE quota_window SET started_at = started_at - interval '60 seconds'", []);
    ahead = 60_000;
    expect(await quotas.take(policy, 'a', 1)).toMatchObject({ allowed: true });
    await close();
  });

  test('is counted by the process alone while the database is away', async () => {
    const away: Sql = { query: () => Promise.reject(new Error('away')) };
    const quotas = new Quotas(away, log, () => 120_000);
    const taken = await Promise.all(Array.from({ length: 1100 }, () => quotas.take(policy, 'a', 1)));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(1000);
  });
});

describe('over HTTP', () => {
  test('every response says what is left, and too many requests are refused with the time to wait', async () => {
    await using service = await testService({ RATE_LIMIT_ADDRESS: '20' }, 'api');
    const get = (path: string) => fetch(`${service.url}${path}`);
    const first = await get('/graphql?query={__typename}');
    expect(first.headers.get('ratelimit-policy')).toMatch(/^"address";q=20;w=60, "actor";q=200000;w=60$/);
    expect(first.headers.get('ratelimit')).toMatch(/^"address";r=19;t=\d+, "actor";r=199999;t=\d+$/);
    const answers: Response[] = [];
    for (let n = 0; n < 30; n++) answers.push(await get('/nothing'));
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.headers.get('ratelimit')).toMatch(/^"address";r=0;t=\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ errors: [{ code: 'RATE_LIMITED' }] });
    for (const path of ['/health', '/ready', '/metrics'])
      expect((await get(path)).status, path).not.toBe(429);
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const [status] = await new Promise<[number]>((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve([response.statusCode!]));
      socket.on('error', () => {});
    });
    expect(status).toBe(429);
  });

  test('an actor has one budget of cost, whatever he asks and whichever process he asks', async () => {
    await using database = await testDatabase();
    const env = parseEnv({ NODE_ENV: 'test', PORT: '0', LIMIT_COST: '100', RATE_LIMIT_ACTOR: '100' });
    await using one = await apiOnly(database.url, { env });
    await using two = await apiOnly(database.url, { env });
    const query = '{ knowledgeTags(first: 30) { tag } }';
    const name = Object.keys((await one.ask(query)) ?? {});
    expect(name).toContain('extensions');
    expect(await two.ask(query)).toMatchObject({ extensions: { cost: { requested: 30 } } });
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await [one, two][n % 2]!.ask(query));
    expect(answers.filter(({ errors }) => !errors).length).toBeLessThan(2);
    const refusal = { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } };
    expect(answers.at(-1)!.errors).toMatchObject([refusal]);

    const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const posted = await fetch(`${one.url}/graphql`, { ...post, body: JSON.stringify({ query }) });
    expect(posted.status).toBe(429);
    expect(posted.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${one.url}/usage.csv`)).status).toBe(429);
    const sockets = createClient({
      url: `${one.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    await expect(sockets.iterate({ query }).next()).rejects.toMatchObject([refusal]);
    await sockets.dispose();
  });

  test('an actor pays for each event of a subscription, however it is followed', async () => {
    await using workflow = await readyWorkflow(1);
    const env = parseEnv({ NODE_ENV: 'test', PORT: '0', LIMIT_COST: '60', RATE_LIMIT_ACTOR: '60' });
    const follow = (directive = '') =>
      `subscription ($w: String!) { workflowEvents(workflowId: $w) ${directive} { sequence } }`;
    /** The events that come until there is too little left for another. */
    async function delivered(events: AsyncIterable<Reply>): Promise<number> {
      let count = 0;
      try {
        for await (const { data, errors } of events) {
          if (errors) throw errors;
          expect(data.workflowEvents.sequence).toBe(++count);
        }
      } catch (errors) {
        expect(errors).toMatchObject([
          { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } },
        ]);
        return count;
      }
      throw new Error(`It ended after ${count} without a reason.`);
    }
    const variables = { w: workflow.reference };
    const ways: ((api: ApiOnly) => AsyncIterable<Reply>[])[] = [
      ({ url }) => [sse(url, follow(), variables)],
      (api) => [api.subscribe(follow('@include(if: true)'), variables)],
      // One execution for both, whom each event costs as much as if it were their own.
      ({ url }) => [apiClient(url), apiClient(url)].map((api) => api.subscribe(follow(), variables)),
    ];
    for (const [n, way] of ways.entries()) {
      // A process and a minute of its own.
      await using api = await apiOnly(workflow.databaseUrl, { env });
      if (n === 0) for (let edits = 0; edits < 70; edits++) await edit(api.app, workflow, `Text ${edits}.`);
      await api.app.sql.query('DELETE FROM quota_window', []);
      const counts = await Promise.all(way(api).map(delivered));
      // Each begins with 10.
      expect(counts.reduce((sum, count) => sum + count)).toBe(60 - 10 * counts.length);
      expect((await api.ask('{ me { id } }')).errors).toMatchObject([
        { extensions: { code: 'RATE_LIMITED' } },
      ]);
    }
  });

  test('is switched off by 0', async () => {
    await using service = await testService({ RATE_LIMIT_ADDRESS: '0', RATE_LIMIT_ACTOR: '0' }, 'api');
    const answer = await fetch(`${service.url}/graphql?query={__typename}`);
    expect(answer.headers.get('ratelimit')).toBeNull();
    expect(await answer.json()).toMatchObject({ extensions: { cost: { requested: 0, limit: 10_000 } } });
  });
});

describe('the address of a client', () => {
  test('is a network for IPv6, in every way to write it', () => {
    expect(networkOf('::ffff:1.2.3.4')).toBe('1.2.3.4');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
  });
});
