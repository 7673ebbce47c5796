import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock, processIdentity } from '../../src/platform/processes/process-lock.mjs';
import { temporaryFolder } from '../support/folder.js';

const take = (file: string) => {
  const lock = acquireLock(file);
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
  return lock;
};

test('a lock is held until it is released', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'deep', 'lock');
  const lock = take(file);
  expect(acquireLock(file)).toEqual({ heldBy: process.pid });
  lock.release();
  take(file).release();
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

test('the lock of a process that was killed is free', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'lock');
  const script = `import { acquireLock } from ${JSON.stringify(new URL('../../src/platform/processes/process-lock.mjs', import.meta.url))};
    acquireLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  expect(acquireLock(file)).toEqual({ heldBy: holder.pid });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  take(file).release();
});

test('a number that another process has by now does not keep the lock', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'lock');
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'an earlier boot' }));
  take(file).release();
});

test('releasing a lock that somebody else has taken over leaves it alone', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'lock');
  const lock = take(file);
  fs.rmSync(file);
  take(file);
  lock.release();
  expect(acquireLock(file)).toEqual({ heldBy: process.pid });
});

test('a process is told by more than its number, and one that has ended has no identity', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(processIdentity(child.pid ?? 0)).toBeNull();
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
});
