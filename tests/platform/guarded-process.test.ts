import { expect, test } from 'vitest';
import { type GuardedOptions, startGuarded } from '../../src/platform/processes/guarded-process.js';
import { processIdentity } from '../../src/platform/processes/process-lock.mjs';

const script = (source: string, more: Partial<GuardedOptions> = {}) =>
  startGuarded({
    command: process.execPath,
    args: ['-e', source],
    env: process.env,
    signals: [{ signal: 'SIGTERM', afterMs: 0 }],
    pidFile: null,
    user: null,
    onLine() {},
    ...more,
  });

test('the end of a service is reported with its exit code and its last lines', async () => {
  const service = await script("console.log('one'); console.error('two'); process.exitCode = 3");
  expect(await service.ended).toEqual({ code: 3, signal: null });
  expect(service.lastLines().sort()).toEqual(['one', 'two']);
});

test('a service that ignores the mild signal gets the next one', async () => {
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const service = await script(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')",
    {
      signals: [
        { signal: 'SIGTERM', afterMs: 0 },
        { signal: 'SIGKILL', afterMs: 100 },
      ],
      onLine: isReady,
    },
  );
  await ready;
  await service.stop();
  expect(await service.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(processIdentity(service.pid)).toBeNull();
});

test('stopping a service that has ended, or twice, does nothing', async () => {
  const service = await script('');
  await service.ended;
  await service.stop();
  await service.stop();
  expect(await service.ended).toEqual({ code: 0, signal: null });
});

test('a program that does not exist is an error that names it', async () => {
  await expect(script('', { command: '/nowhere/service' })).rejects.toThrow(
    '/nowhere/service could not be run',
  );
});
