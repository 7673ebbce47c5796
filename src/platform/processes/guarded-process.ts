import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processIdentity } from './process-lock.mjs';

/** Where the services that we start report to. A pino logger fits. */
export interface ServiceLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** A signal and how long after the first one it is sent, in milliseconds. The last should be SIGKILL. */
export interface StopSignal {
  signal: NodeJS.Signals;
  afterMs: number;
}

export interface GuardedOptions {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How the service is asked to stop, mildest first. */
  signals: StopSignal[];
  /** Where the service's process is noted, so that the next start finds one that outlived everything. */
  pidFile: string | null;
  /** The user to run as; only root may name another. */
  user: { uid: number; gid: number } | null;
  onLine(line: string): void;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface GuardedProcess {
  pid: number;
  /** Settles when the service has ended, for whatever reason. Never rejects. */
  ended: Promise<Ended>;
  /** The last lines that it wrote, oldest first. */
  lastLines(): string[];
  /** Stops it and returns when it is gone. May be called more than once. */
  stop(): Promise<void>;
}

interface Identified {
  pid: number;
  identity: string;
}
type Message = { started: Identified } | { failed: string } | { ended: Ended };

const KEPT_LINES = 30;

/**
 * Starts a service that cannot outlive this process: a small guard process owns it and stops it when this
 * one exits, crashes or is killed. The guard has its own session, so that Ctrl-C in a terminal reaches only
 * us and the service is stopped in the order that we choose.
 * @throws Error when the program cannot be run
 */
export async function startGuarded(options: GuardedOptions): Promise<GuardedProcess> {
  const { command, args, signals, pidFile, user } = options;
  const order = JSON.stringify({ command, args, signals, pidFile, ...user });
  const guard = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url)), order], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const lines: string[] = [];
  for (const stream of [guard.stdout, guard.stderr] as Readable[]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      options.onLine(line);
    });
  }

  let service: Identified | null = null;
  let end: Ended | null = null;
  guard.on('exit', () => {
    // Without word of the service's end the guard itself was killed. Nothing watches the service any more.
    if (service && !end) void endProcess(service, signals);
  });
  const ended = new Promise<Ended>((resolve) => {
    // 'close' rather than 'exit': by then the last lines have been read too.
    guard.on('close', (code, signal) => resolve(end ?? { code, signal }));
  });
  const started = new Promise<Identified>((resolve, reject) => {
    guard.on('message', (message: Message) => {
      if ('started' in message) {
        service = message.started;
        resolve(service);
      } else if ('failed' in message) reject(new Error(`${command} could not be run: ${message.failed}`));
      else end = message.ended;
    });
    guard.on('error', reject);
    void ended.then(() => reject(new Error(`${command} could not be run: its guard process ended`)));
  });
  const { pid } = await started;

  const stop = async () => {
    if (guard.connected) guard.send('stop');
    await ended;
  };
  return { pid, ended, lastLines: () => [...lines], stop };
}

/**
 * Ends a service that an earlier process left running because its guard was killed as well.
 * @returns the process that was ended, or `null` when there was none
 */
export async function endLeftover(pidFile: string, signals: StopSignal[]): Promise<number | null> {
  const left = readRecord(pidFile);
  if (!left || processIdentity(left.pid) !== left.identity) {
    fs.rmSync(pidFile, { force: true });
    return null;
  }
  await endProcess(left, signals);
  fs.rmSync(pidFile, { force: true });
  return left.pid;
}

/** Sends each signal when its time has come, until the process is gone. */
async function endProcess({ pid, identity }: Identified, signals: StopSignal[]): Promise<void> {
  const start = performance.now();
  const due = [...signals];
  // Somebody else's child: there is no event to wait for.
  while (processIdentity(pid) === identity) {
    if (due[0] && performance.now() - start >= due[0].afterMs) sendSignal(pid, due.shift()!.signal);
    await wait(25);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readRecord(pidFile: string): Identified | null {
  try {
    return JSON.parse(fs.readFileSync(pidFile, 'utf8')) as Identified;
  } catch {
    return null;
  }
}
