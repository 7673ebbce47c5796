import { join } from 'node:path';
import { acquireLock } from '../platform/processes/process-lock.mjs';

/** Notes in the data directory that this process runs the service, so that `npm stop` finds it. */
export function noteRunning(dataDir: string): void {
  const lock = acquireLock(join(dataDir, 'running', String(process.pid)));
  if ('release' in lock) process.once('exit', lock.release);
}
