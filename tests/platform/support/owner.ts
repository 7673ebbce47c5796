import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { processIdentity } from '../../../src/platform/processes/process-lock.mjs';

/** A process that owns a service, to be killed by a test. */
export interface Owner {
  process: ChildProcess;
  /** The process id of the service. */
  pid: number;
  kill(): Promise<void>;
}

/** Starts one of the `own-…` scripts next to this file and waits until its service runs. */
export async function startOwner(script: string, options: object): Promise<Owner> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { process: child, pid: Number(line), kill };
}

export const untilGone = (pid: number) =>
  vi.waitUntil(() => processIdentity(pid) === null, { timeout: 20_000, interval: 50 });
