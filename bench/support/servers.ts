import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../src/app.js';
import { startHttp } from '../../src/http/server.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';

export interface State {
  /** Bytes: the most that the process ever had, and what its heap holds now. */
  peak: number;
  heap: number;
  /** The longest that its event loop stood still since it was asked last, in ms. */
  blockedMs: number;
}

export interface ServerProcess {
  url: string;
  /** Aborted when it ends, by itself or stopped. */
  ended: AbortSignal;
  /** Of a server run with --expose-gc. */
  state(): Promise<State>;
  stop(): Promise<unknown>;
}

/** Runs one server of a benchmark in a process of its own, which ends with this one. */
export async function serverProcess(
  file: string,
  args: string[],
  flags: string[] = [],
): Promise<ServerProcess> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(file, args, { execArgv: [...flags, '--import', 'tsx'], env });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`${file} ${args[0]} ended with ${code}`)));
  });
  const ended = new AbortController();
  child
    .removeAllListeners('exit')
    .once('exit', () => ended.abort())
    .unref();
  child.channel?.unref();
  return {
    url,
    ended: ended.signal,
    async state() {
      child.send('state');
      return (await once(child, 'message'))[0];
    },
    stop() {
      child.ref();
      child.kill('SIGKILL');
      return once(child, 'exit');
    },
  };
}

/** Tells the process that started this one where it listens; ends with it. */
export function announce(url: string): void {
  process.once('disconnect', () => process.exit());
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on('message', () => {
    const blockedMs = delay.max / 1e6;
    globalThis.gc?.();
    const state: State = {
      peak: process.resourceUsage().maxRSS * 1024,
      heap: process.memoryUsage().heapUsed,
      blockedMs,
    };
    process.send!(state);
    delay.reset();
  });
  process.send!(url);
}

/** Listens on a free loopback port. */
export function listen(
  listener: RequestListener,
): Promise<{ server: ReturnType<typeof createServer>; url: string }> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
  });
}

/**
 * How the server may answer polls: from what events keep current; after asking for the version each time, as
 * it does while it hears no events; or reading everything each time.
 */
export type Polls = 'kept' | 'checked' | 'read';

/** Counted as in production, but more than a benchmark asks. */
export const LOAD_QUOTAS = {
  RATE_LIMIT_ADDRESS: '100000000',
  RATE_LIMIT_ACTOR: '1000000000',
  MAX_CONNECTIONS_PER_ADDRESS: '100000',
};

/**
 * Our HTTP API without a worker.
 * @param rowSecurity whether PostgreSQL keeps organizations apart, too, as it does by default
 */
export async function serveBidwright(
  databaseUrl: string,
  polls: Polls = 'kept',
  rowSecurity = true,
): Promise<string> {
  const env = parseEnv({
    NODE_ENV: 'production',
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    DATABASE_ROW_SECURITY: String(rowSecurity),
    ...LOAD_QUOTAS,
  });
  const idle = async () => {};
  const durable = { start: idle, wake: idle, stop: idle, ping: idle, uiUrl: () => null };
  const app = await createApp(env, { databaseUrl, durable, log: createLog('error') });
  const { on, onLost, close } = app.wakeups;
  const wakeups = polls === 'kept' ? app.wakeups : { on, onLost, close, listening: false };
  // Without versions nothing can be used twice.
  const sql: Sql =
    polls === 'read'
      ? {
          ...app.sql,
          query: async (text, values, options) =>
            text.startsWith('SELECT version') ? [] : app.sql.query(text, values, options),
        }
      : app.sql;
  const { url } = await startHttp({ ...app, wakeups, sql }, DEFAULT_ACTOR);
  return url;
}
