import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { acquireLock, processIdentity } from '../../src/platform/processes/process-lock.mjs';
import type { Role } from '../../src/service.js';

/** A process of the service, started from dist/ as an operator starts it. */
export interface ServiceProcess extends AsyncDisposable {
  role: Role;
  pid: number;
  /** Root of the HTTP API; null for a worker. */
  url: string | null;
  /** Its latest log lines, for what a failing test has to say. */
  lastLines(): string[];
  /** SIGKILL: nothing of it gets to say goodbye. Returns when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it. Returns when it is gone. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const KEPT_LINES = 400;
const KEPT_OF_DEAD = 20;

/** What the processes of this test process had to complain of, for failing tests to tell. */
export const complaints: string[] = [];

/** Processes that ended without being told to. Empty at the end of a good test. */
export const deaths: string[] = [];

let built: Promise<void> | null = null;

/** Brings dist/ up to date, once a process and by one process at a time. */
export async function ensureBuilt(): Promise<void> {
  const file = resolve(root, 'node_modules/.cache/test-build.lock');
  for (;;) {
    const lock = acquireLock(file);
    if ('release' in lock) {
      await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: root }).finally(lock.release);
      return;
    }
    await wait(100);
  }
}

/** Nothing of the developer's own settings may reach a process under test. */
function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const ours =
    /^(DATABASE_|POSTGRES_|TEMPORAL_(?!CLI)|OPENAI_|MODEL_|BIDWRIGHT_|NODE_OPTIONS|VITEST|LOG_LEVEL|PORT$|HOST$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(inherited), LOG_LEVEL: 'info', ...env };
}

/**
 * Runs a command of dist/ as an operator does; returns what it prints.
 * @throws Error with what it complains of, where it fails
 */
export async function runCommand(name: string, args: string[], env: Record<string, string>): Promise<string> {
  built ??= ensureBuilt();
  await built;
  const given = [resolve(root, `dist/src/commands/${name}.js`), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, given, {
    env: environment(env),
    cwd: env.BIDWRIGHT_DATA_DIR,
  });
  return stdout;
}

/**
 * Starts `main.js`, whole or in part, and returns when it is ready.
 * @throws Error with its last lines where it ends instead
 */
export async function startProcess(role: Role, env: Record<string, string>): Promise<ServiceProcess> {
  built ??= ensureBuilt();
  await built;
  const child = spawn(
    process.execPath,
    [resolve(root, 'dist/src/commands/main.js'), ...(role === 'all' ? [] : [role])],
    {
      env: environment(env),
      // Not in the checkout: a developer's .env must not be read.
      cwd: env.BIDWRIGHT_DATA_DIR,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const lines: string[] = [];
  let url: string | null = null;
  const ready = new Promise<void>((done) => {
    const read = (line: string) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (!/^\{"level":[123]0,/.test(line)) complaints.push(`${role} ${child.pid}: ${line}`);
      url ??= /GraphiQL: (http\S+?)\/graphql/.exec(line)?.[1] ?? null;
      if (/Stop it with Ctrl-C/.test(line)) done();
    };
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', read);
  });
  await Promise.race([ready, exited]);
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`The ${role} process ended instead of becoming ready:\n${lines.join('\n')}`);

  let told = false;
  void exited.then(() => {
    if (!told) deaths.push([`${role} ${child.pid}`, ...lines.slice(-KEPT_OF_DEAD)].join('\n'));
  });
  const end = async (signal: NodeJS.Signals) => {
    told = true;
    child.kill(signal);
    await exited;
  };
  return {
    role,
    pid: child.pid!,
    url,
    lastLines: () => [...lines],
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]() {
      told = true;
      return stopFor(child, exited);
    },
  };
}

const PATIENCE_MS = 20_000;

/** Stops it, and kills it where it does not stop, so that a failing test leaves nothing behind. */
async function stopFor(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(timer);
}

/** Kills a process that is not our child, a server that another one started, and returns when it is gone. */
export async function killForeign(pid: number): Promise<void> {
  const identity = processIdentity(pid);
  process.kill(pid, 'SIGKILL');
  while (processIdentity(pid) === identity) await wait(10);
}
