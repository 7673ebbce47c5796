import { type SeededWorkflow, seedWorkflows } from '../../bench/support/database.js';
import { createApp } from '../../src/app.js';
import type { App } from '../../src/app-types.js';
import { startHttp } from '../../src/http/server.js';
import type { BackPressure } from '../../src/http/subscriptions/back-pressure.js';
import { type Actor, DEFAULT_ACTOR } from '../../src/identity/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import type { Wakeups } from '../../src/platform/events/wakeups.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { updateAnswer } from '../../src/rfp/index.js';
import { type ApiClient, apiClient, type Reply } from '../support/api-client.js';
import { testDatabase } from '../support/database.js';

/** A polled response that was read by its one statement. */
export const POLLED = 'polled response';

export interface ApiOnly extends ApiClient {
  /** What use cases called by tests work with: in no scope, past row-level security, which holds the API. */
  app: App;
  /** How often each kind of row was read since the last `reads.clear()`: by model and operation, or `POLLED`. */
  reads: Map<string, number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * The HTTP API over a database, without a worker; several of them are several API processes.
 * @param given parts of the app in place of its own, and as whom requests act
 */
export async function apiOnly(
  databaseUrl: string,
  { actor = DEFAULT_ACTOR, ...given }: Partial<App> & { actor?: Actor } = {},
  backPressure?: BackPressure,
): Promise<ApiOnly> {
  const env = parseEnv({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '5',
    // Some tests ask for more fields than types have.
    LIMIT_ALIASES: '1000',
    ALLOWED_HOSTS: 'one.example,two.example',
  });
  const idle = async () => {};
  const durable = { start: idle, wake: idle, stop: idle, ping: idle, uiUrl: () => null };
  const created = await createApp(env, { databaseUrl, durable, log: createLog('silent', false) });
  const reads = new Map<string, number>();
  const db = created.db.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        const name = `${model}.${operation}`;
        reads.set(name, (reads.get(name) ?? 0) + 1);
        return query(args);
      },
    },
  }) as unknown as App['db'];
  const sql: App['sql'] = {
    ...created.sql,
    query: (text, ...rest) => {
      if (text.startsWith('SELECT json_build_object')) reads.set(POLLED, (reads.get(POLLED) ?? 0) + 1);
      return created.sql.query(text, ...rest);
    },
  };
  const app: App = { ...created, db, sql, ...given };
  const owner = openDatabase(databaseUrl, 5, created.log);
  const http = await startHttp(app, actor, backPressure);
  const client = apiClient(http.url);
  return {
    ...client,
    app: { ...app, db: owner.db, sql: sqlOver(owner.pool) },
    reads,
    async [Symbol.asyncDispose]() {
      await client.close();
      await http.close();
      await created.close();
      await owner.close();
    },
  };
}

/** A database with one workflow that is READY, its version 1. */
export async function readyWorkflow(
  answers = 2,
): Promise<SeededWorkflow & { databaseUrl: string; [Symbol.asyncDispose](): Promise<void> }> {
  const database = await testDatabase();
  const [workflow] = await seedWorkflows(database.url, 1, answers);
  return { ...workflow!, databaseUrl: database.url, [Symbol.asyncDispose]: database[Symbol.asyncDispose] };
}

/** As if announcements were not heard: every read asks for the version first, and what is kept cannot be stale. */
export const unheard: Wakeups = {
  on: () => () => {},
  onLost: () => () => {},
  listening: false,
  close: async () => {},
};

/** Posts a GraphQL request; where it is `long`, so that it is Yoga's and read anew. Ids and what is left of quotas are taken out. */
export async function post(api: ApiClient, body: object, { long = false } = {}): Promise<Reply> {
  const headers = { 'content-type': 'application/json', 'x-request-id': 'the-same' };
  const sent = JSON.stringify(body) + (long ? ' '.repeat(70_000) : '');
  const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body: sent });
  const { extensions, ...rest } = (await answer.json()) as Reply;
  return { ...rest, cost: extensions?.cost?.requested };
}

/** Commits one more event: the text of the first answer. */
export const edit = (app: App, workflow: SeededWorkflow, text: string): Promise<string> =>
  updateAnswer(app, DEFAULT_ACTOR, { answerId: workflow.answerIds[0]!, text, approve: null });

/** The first `count` of what comes; fails on errors. */
export async function take(events: AsyncIterableIterator<Reply>, count: number): Promise<Reply[]> {
  const taken: Reply[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done) throw new Error(`it ended after ${taken.length} of ${count}`);
    if (value.errors) throw new Error(value.errors[0].message);
    taken.push(value.data);
  }
  return taken;
}
