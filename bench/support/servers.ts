import { fork } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import { startHttp } from '../../src/http/server.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { parseEnv } from '../../src/platform/env.js';
import { createLog } from '../../src/platform/log.js';

/** Runs one server of a benchmark in a process of its own, which ends with this one. */
export async function serverProcess(file: string, args: string[]): Promise<{ url: string; pid: number }> {
  const child = fork(file, args, { execArgv: ['--import', 'tsx'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`${file} ${args[0]} ended with ${code}`)));
  });
  child.removeAllListeners('exit').unref();
  child.channel?.unref();
  return { url, pid: child.pid! };
}

/** Tells the process that started this one where it listens; ends with it. */
export function announce(url: string): void {
  process.once('disconnect', () => process.exit());
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

/** Our HTTP API without a worker. `deaf`: as if no event were ever heard, so that no response is kept. */
export async function serveBidwright(databaseUrl: string, deaf = false): Promise<string> {
  const env = parseEnv({ NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl });
  const idle = async () => {};
  const durable = { start: idle, wake: idle, stop: idle, ping: idle, uiUrl: () => null };
  const app = await createApp(env, { databaseUrl, durable, log: createLog('warn') });
  const { on, onLost, close } = app.wakeups;
  const wakeups = deaf ? { on, onLost, close, listening: false } : app.wakeups;
  const { url } = await startHttp({ ...app, wakeups }, DEFAULT_ACTOR);
  return url;
}
